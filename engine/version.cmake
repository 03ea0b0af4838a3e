# Run at every build: writes OUTPUT from INPUT with the checkout's commit, touching it only when the
# commit changes, so that an unchanged checkout rebuilds nothing.
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
  OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(COMMIT "unknown")
else()
  execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no
    OUTPUT_VARIABLE changes ERROR_QUIET)
  if(changes)
    string(APPEND COMMIT "+changes")
  endif()
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
