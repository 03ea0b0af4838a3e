// The only file that includes SOCI.
#include "libraries/store/store.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>

#include "engine/error.h"
#include "libraries/store/record_text.h"

namespace basepeak {
namespace {

constexpr int kApplicationId = 0x42507374;  // "BPst", in the header of the SQLite file
constexpr int kSchemaVersion = 2;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::library, path.string() + ": " + why);
}

const char* const kSchema[] = {
    "create table revision (number integer primary key, made_at text not null, what text not null)",
    "create table record ("
    " id text not null primary key, revision integer not null, name text not null, synonyms text "
    "not null,"
    " smiles text not null, inchikey text not null, formula text not null, cas text not null,"
    " monoisotopic_mass real, ionisation text not null, polarity text not null, ms_level integer "
    "not null,"
    " is_centroided integer not null, retention_s real, precursor_mz real, isolation_width_mz real,"
    " charge integer, adduct text not null, energy text not null, energy_ev real, scan integer not "
    "null,"
    " instrument text not null, instrument_type text not null, retention_indices text not null,"
    " origin text not null, source text not null,"
    " licence text not null, citation text not null, comment text not null, flags text not null,"
    " peaks text not null, deviation text not null) without rowid",
    "create trigger record_stays before delete on record begin select raise(abort, 'records are "
    "never deleted'); end",
    "create trigger record_holds before update on record begin select raise(abort, 'records are "
    "never changed'); end",
    "create trigger revision_stays before delete on revision begin select raise(abort, 'revisions "
    "are never deleted'); end",
    "create trigger revision_holds before update on revision begin select raise(abort, 'revisions "
    "are never changed'); end",
};

const char* const kColumns =
    "id, name, synonyms, smiles, inchikey, formula, cas, monoisotopic_mass, ionisation, polarity, "
    "ms_level, "
    "is_centroided, retention_s, precursor_mz, isolation_width_mz, charge, adduct, energy, "
    "energy_ev, scan, "
    "instrument, instrument_type, retention_indices, origin, source, "
    "licence, citation, "
    "comment, flags, peaks, deviation";

template <typename Number>
struct Optional {
  Number value{};
  soci::indicator present = soci::i_null;

  template <typename Other>
  void set(const std::optional<Other>& from) {
    present = from ? soci::i_ok : soci::i_null;
    value = from ? static_cast<Number>(*from) : Number{};
  }
  [[nodiscard]] std::optional<Number> get() const {
    return present == soci::i_ok ? std::optional(value) : std::nullopt;
  }
};

// A record as the database holds it; statements are bound to one row and used again and again.
struct Row {
  std::string id, name, synonyms, smiles, inchikey, formula, cas, ionisation, polarity, adduct,
      energy, instrument, instrument_type, retention_indices, origin, source, licence, citation,
      comment, flags, peaks, deviation;
  Optional<double> monoisotopic_mass, retention_s, precursor_mz, isolation_width_mz, energy_ev;
  Optional<int> charge;
  int ms_level = 1;
  int is_centroided = 1;
  long long scan = 0;

  void set(const LibraryRecord& record) {
    const Acquisition& acquisition = record.acquisition;
    id = record.id;
    name = record.name;
    synonyms = lines_to_text(record.synonyms);
    smiles = record.smiles;
    inchikey = record.inchikey;
    formula = record.formula;
    cas = record.cas;
    monoisotopic_mass.set(record.monoisotopic_mass);
    ionisation = word(acquisition.ionisation);
    polarity = word(acquisition.polarity);
    ms_level = acquisition.ms_level;
    is_centroided = acquisition.is_centroided ? 1 : 0;
    retention_s.set(acquisition.retention_s);
    precursor_mz.set(acquisition.precursor_mz);
    isolation_width_mz.set(acquisition.isolation_width_mz);
    charge.set(acquisition.charge);
    adduct = acquisition.adduct;
    energy = acquisition.energy;
    energy_ev.set(acquisition.energy_ev);
    scan = static_cast<long long>(acquisition.scan);
    instrument = record.instrument;
    instrument_type = record.instrument_type;
    retention_indices = reference_indices_to_text(record.retention_indices);
    origin = word(record.origin);
    source = record.source;
    licence = record.licence;
    citation = record.citation;
    comment = record.comment;
    flags = lines_to_text(record.flags);
    peaks = peaks_to_text(record.peaks);
    deviation = numbers_to_text(record.deviation);
  }

  [[nodiscard]] LibraryRecord get() const {
    LibraryRecord record;
    Acquisition& acquisition = record.acquisition;
    record.id = id;
    record.name = name;
    record.synonyms = lines_from_text(synonyms);
    record.smiles = smiles;
    record.inchikey = inchikey;
    record.formula = formula;
    record.cas = cas;
    record.monoisotopic_mass = monoisotopic_mass.get();
    acquisition.ionisation = ionisation_of(ionisation);
    acquisition.polarity = polarity_of(polarity);
    acquisition.ms_level = ms_level;
    acquisition.is_centroided = is_centroided != 0;
    acquisition.retention_s = retention_s.get();
    acquisition.precursor_mz = precursor_mz.get();
    acquisition.isolation_width_mz = isolation_width_mz.get();
    acquisition.charge = charge.get();
    acquisition.adduct = adduct;
    acquisition.energy = energy;
    acquisition.energy_ev = energy_ev.get();
    acquisition.scan = static_cast<std::size_t>(scan);
    record.instrument = instrument;
    record.instrument_type = instrument_type;
    record.retention_indices = reference_indices_of_text(retention_indices);
    record.origin = origin_of(origin);
    record.source = source;
    record.licence = licence;
    record.citation = citation;
    record.comment = comment;
    record.flags = lines_from_text(flags);
    record.peaks = peaks_from_text(peaks);
    record.deviation = numbers_from_text(deviation);
    return record;
  }
};

}  // namespace

struct Store::Connection {
  explicit Connection(const std::filesystem::path& from) : path(from) {
    if (path.string().find_first_of("\"'") != std::string::npos)
      fail(path, "a store's path cannot hold quotes");
    run([&] { sql.open(soci::sqlite3, "dbname=\"" + path.string() + "\""); });
  }

  // SOCI's exceptions become Errors that name the file.
  template <typename Work>
  auto run(const Work& work) -> decltype(work()) {
    try {
      return work();
    } catch (const soci::soci_error& problem) {
      fail(path, std::string("the store's database says: ") + problem.get_error_message());
    }
  }

  soci::statement select(const std::string& condition, Row& row) {
    using soci::into;
    return (sql.prepare << "select " << kColumns << " from record " << condition, into(row.id),
            into(row.name), into(row.synonyms), into(row.smiles), into(row.inchikey),
            into(row.formula), into(row.cas),
            into(row.monoisotopic_mass.value, row.monoisotopic_mass.present), into(row.ionisation),
            into(row.polarity), into(row.ms_level), into(row.is_centroided),
            into(row.retention_s.value, row.retention_s.present),
            into(row.precursor_mz.value, row.precursor_mz.present),
            into(row.isolation_width_mz.value, row.isolation_width_mz.present),
            into(row.charge.value, row.charge.present), into(row.adduct), into(row.energy),
            into(row.energy_ev.value, row.energy_ev.present), into(row.scan), into(row.instrument),
            into(row.instrument_type), into(row.retention_indices), into(row.origin),
            into(row.source), into(row.licence), into(row.citation), into(row.comment),
            into(row.flags), into(row.peaks), into(row.deviation));
  }

  LibraryRecord read(const Row& row) {
    try {
      return row.get();
    } catch (const Error& problem) {
      fail(path, "record '" + row.id + "' is damaged: " + problem.what());
    }
  }

  std::optional<LibraryRecord> get(std::string_view id) {
    return run([&]() -> std::optional<LibraryRecord> {
      Row row;
      const std::string wanted(id);
      soci::statement statement = select("where id = :id", row);
      statement.exchange(soci::use(wanted));
      // The statement was prepared without the parameter: bind and run it now.
      statement.define_and_bind();
      if (!statement.execute(true)) return std::nullopt;
      return read(row);
    });
  }

  std::filesystem::path path;
  soci::session sql;
};

struct Store::Batch::State {
  explicit State(Connection& to) : connection(to) {
    using soci::use;
    connection.run([&] {
      connection.sql << "begin immediate";
      is_open = true;
      connection.sql << "select coalesce(max(number), 0) + 1 from revision", soci::into(revision);
      insert.emplace(
          (connection.sql.prepare
               << "insert into record (" << kColumns << ", revision) values ("
               << ":a,:b,:c,:d,:e,:f,:g,:h,:i,:j,:k,:l,:m,:n,:o,:p,:q,:r,:s,:t,:u,:v,:w,:x,:y,:z,"
               << ":aa,:ab,:ac,:ad,:ae,:af)",
           use(row.id), use(row.name), use(row.synonyms), use(row.smiles), use(row.inchikey),
           use(row.formula), use(row.cas),
           use(row.monoisotopic_mass.value, row.monoisotopic_mass.present), use(row.ionisation),
           use(row.polarity), use(row.ms_level), use(row.is_centroided),
           use(row.retention_s.value, row.retention_s.present),
           use(row.precursor_mz.value, row.precursor_mz.present),
           use(row.isolation_width_mz.value, row.isolation_width_mz.present),
           use(row.charge.value, row.charge.present), use(row.adduct), use(row.energy),
           use(row.energy_ev.value, row.energy_ev.present), use(row.scan), use(row.instrument),
           use(row.instrument_type), use(row.retention_indices), use(row.origin), use(row.source),
           use(row.licence), use(row.citation), use(row.comment), use(row.flags), use(row.peaks),
           use(row.deviation), use(revision)));
    });
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    insert.reset();
    if (!is_open) return;
    try {
      connection.sql << "rollback";
    } catch (const soci::soci_error&) {
      is_open = false;  // SQLite has rolled back itself, or will when the file is opened again
    }
  }

  Connection& connection;
  Row row;
  long long revision = 0;
  std::optional<soci::statement> insert;
  bool is_open = false;
};

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::create(const std::filesystem::path& path) {
  if (std::filesystem::exists(path))
    fail(path, "there is a file of that name already; a new store needs a new one");
  auto connection = std::make_unique<Connection>(path);
  connection->run([&] {
    connection->sql << "begin immediate";
    for (const char* statement : kSchema) connection->sql << statement;
    connection->sql << "pragma application_id = " << kApplicationId;
    connection->sql << "pragma user_version = " << kSchemaVersion;
    connection->sql << "commit";
  });
  return Store(std::move(connection));
}

Store Store::open(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) {
    fail(path, "there is no store of that name; make one with 'basepeak library new'");
  }
  auto connection = std::make_unique<Connection>(path);
  int application = 0;
  int version = 0;
  try {
    connection->sql << "pragma application_id", soci::into(application);
    connection->sql << "pragma user_version", soci::into(version);
  } catch (const soci::soci_error& problem) {
    fail(path, std::string("is not a Basepeak store: ") + problem.get_error_message());
  }
  if (application != kApplicationId)
    fail(path, "is not a Basepeak store; make one with 'basepeak library new'");
  if (version != kSchemaVersion) {
    fail(path, "has schema version " + std::to_string(version) +
                   ", this program reads and writes version " + std::to_string(kSchemaVersion) +
                   "; use the program that made it");
  }
  return Store(std::move(connection));
}

Store::Batch::Batch(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Batch::Batch(Batch&&) noexcept = default;
Store::Batch::~Batch() = default;

Store::Batch Store::begin() { return Batch(std::make_unique<Batch::State>(*connection_)); }

void Store::Batch::add(const LibraryRecord& record) {
  const auto& path = state_->connection.path;
  if (record.id.empty()) fail(path, "record '" + record.name + "' has no id");
  if (record.licence.empty())
    fail(path, "record '" + record.id + "' has no licence; 'not stated' is one");
  state_->row.set(record);
  try {
    state_->insert->execute(true);
  } catch (const soci::soci_error& problem) {
    const std::string reason = problem.get_error_message();
    if (reason.find("UNIQUE") != std::string::npos)
      fail(path, "a record '" + record.id + "' is in the store already");
    fail(path, "record '" + record.id + "' cannot be added: " + reason);
  }
}

std::optional<LibraryRecord> Store::Batch::get(std::string_view id) {
  return state_->connection.get(id);
}

void Store::Batch::commit(const std::string& when, const std::string& what) {
  state_->insert.reset();
  state_->connection.run([&] {
    state_->connection.sql
        << "insert into revision (number, made_at, what) values (:number, :made_at, :what)",
        soci::use(state_->revision), soci::use(when), soci::use(what);
    state_->connection.sql << "commit";
  });
  state_->is_open = false;
}

std::size_t Store::size() {
  return connection_->run([&] {
    long long count = 0;
    connection_->sql << "select count(*) from record", soci::into(count);
    return static_cast<std::size_t>(count);
  });
}

std::vector<Store::Summary> Store::list() {
  return connection_->run([&] {
    std::vector<Summary> found;
    Summary summary;
    std::string ionisation;
    std::string flags;
    soci::statement statement =
        (connection_->sql.prepare << "select id, name, formula, inchikey, ionisation, ms_level, "
                                     "flags from record order by id",
         soci::into(summary.id), soci::into(summary.name), soci::into(summary.formula),
         soci::into(summary.inchikey), soci::into(ionisation), soci::into(summary.ms_level),
         soci::into(flags));
    statement.execute();
    while (statement.fetch()) {
      summary.ionisation = ionisation_of(ionisation);
      summary.flags = lines_from_text(flags).size();
      found.push_back(summary);
    }
    return found;
  });
}

std::optional<LibraryRecord> Store::get(std::string_view id) { return connection_->get(id); }

void Store::for_each(const std::function<void(LibraryRecord&&)>& visit) {
  connection_->run([&] {
    Row row;
    soci::statement statement = connection_->select("order by id", row);
    statement.execute();
    while (statement.fetch()) visit(connection_->read(row));
  });
}

std::vector<Store::Revision> Store::revisions() {
  return connection_->run([&] {
    std::vector<Revision> found;
    Revision revision;
    soci::statement statement =
        (connection_->sql.prepare << "select number, made_at, what from revision order by number",
         soci::into(revision.number), soci::into(revision.when), soci::into(revision.what));
    statement.execute();
    while (statement.fetch()) found.push_back(revision);
    return found;
  });
}

}  // namespace basepeak
