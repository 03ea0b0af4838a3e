#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library_record.h"

namespace basepeak {

// The maintained library of a laboratory: one SQLite file of records. Records are added and never
// changed or deleted; every addition is a numbered revision. One object serves one thread.
class Store {
 public:
  // A new, empty store. Throws Error{library} when `path` exists already or cannot be written.
  static Store create(const std::filesystem::path& path);
  // Throws Error{library}, naming the path and what to do, when it is missing, is not a store, or
  // has a schema version that this program does not know.
  static Store open(const std::filesystem::path& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  struct Summary {
    std::string id;
    std::string name;
    std::string formula;
    std::string inchikey;
    Ionisation ionisation = Ionisation::unknown;
    int ms_level = 1;
    std::size_t flags = 0;
  };
  struct Revision {
    long long number = 0;
    std::string when;  // as given by the caller
    std::string what;
  };

  // Records that enter together or not at all: what is not committed is taken back when the object
  // goes. The store must outlive it, and has one at a time.
  class Batch {
   public:
    Batch(Batch&&) noexcept;
    ~Batch();
    // Throws Error{library} when the id is in the store, is empty, or the record has no licence.
    void add(const LibraryRecord& record);
    [[nodiscard]] std::optional<LibraryRecord> get(std::string_view id);
    // Writes a revision with these words and keeps the records. Nothing can be added afterwards.
    void commit(const std::string& when, const std::string& what);

   private:
    friend class Store;
    struct State;
    explicit Batch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  [[nodiscard]] Batch begin();

  [[nodiscard]] std::size_t size();
  [[nodiscard]] std::vector<Summary> list();  // by id
  [[nodiscard]] std::optional<LibraryRecord> get(std::string_view id);
  // Every record, by id. compound_class and isomer_key are empty: they are derived, not kept.
  void for_each(const std::function<void(LibraryRecord&&)>& visit);
  [[nodiscard]] std::vector<Revision> revisions();  // oldest first

 private:
  struct Connection;
  explicit Store(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace basepeak
