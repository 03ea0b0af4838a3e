# Run at build: OUTPUT from INPUT with the text of the model files.
file(READ ${MODELS}/fentanyl_sites.tsv SITE_TABLE)
file(READ ${MODELS}/fentanyl_ions.tsv ION_TABLE)
file(READ ${MODELS}/fentanyl_class.model CLASS_MODEL)
file(READ ${MODELS}/ei_calibration.model CALIBRATION)
file(READ ${MODELS}/class_members.tsv CLASS_MEMBERS)
file(READ ${MODELS}/compound_classes.tsv COMPOUND_CLASSES)
configure_file(${INPUT} ${OUTPUT} @ONLY)
