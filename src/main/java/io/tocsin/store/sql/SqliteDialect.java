package io.tocsin.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file with a write-ahead log, flushed at every commit.
 *
 * <p>{@code synchronous=FULL} is what makes a commit survive a power cut in WAL mode (https://sqlite.org/wal.html,
 * "Performance Considerations").
 */
public final class SqliteDialect implements Dialect {

    /** The low byte of a result code says what happened, the rest where (https://sqlite.org/rescode.html). */
    private static final int PRIMARY = 0xff;

    private static final Set<Integer> AWAY = Stream.of(
                    SQLiteErrorCode.SQLITE_BUSY,
                    SQLiteErrorCode.SQLITE_LOCKED,
                    SQLiteErrorCode.SQLITE_FULL,
                    SQLiteErrorCode.SQLITE_IOERR,
                    SQLiteErrorCode.SQLITE_READONLY,
                    SQLiteErrorCode.SQLITE_CANTOPEN,
                    SQLiteErrorCode.SQLITE_CORRUPT,
                    SQLiteErrorCode.SQLITE_NOTADB)
            .map(code -> code.code)
            .collect(Collectors.toUnmodifiableSet());

    private final String url;
    private final StoreFile file;

    /** @param file the database file; made if absent, its folder must be there */
    public SqliteDialect(Path file) {
        this.url = "jdbc:sqlite:" + file.toAbsolutePath();
        this.file = new StoreFile(file);
    }

    /** By a connection of its own: a pool would log what it meets, with a stack trace, and wait. */
    @Override
    public void prepare() {
        file.make();
        try (Connection first = DriverManager.getConnection(url, settings(false));
                Statement look = first.createStatement()) {
            look.execute("SELECT count(*) FROM sqlite_master");
            look.execute("BEGIN IMMEDIATE");
            look.execute("ROLLBACK");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open " + file.path(), e);
        }
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public DataSource writer() {
        return pool("store-writer", 1, settings(false));
    }

    @Override
    public DataSource readers() {
        return pool("store-readers", 4, settings(true));
    }

    @Override
    public DataSource onlooker() {
        SQLiteConfig reading = new SQLiteConfig();
        reading.setReadOnly(true);
        reading.setBusyTimeout(10_000);
        SQLiteDataSource plain = new SQLiteDataSource(reading);
        plain.setUrl(url);
        return plain;
    }

    @Override
    public TransactionHandler transactions() {
        return new ImmediateTransactions();
    }

    @Override
    public DataSource schema() {
        SQLiteDataSource plain = new SQLiteDataSource(config(false));
        plain.setUrl(url);
        return plain;
    }

    @Override
    public String migrations() {
        return "classpath:db/schema";
    }

    @Override
    public String skipLocked() {
        return ""; // one writer only: nothing to skip
    }

    @Override
    public String forUpdate() {
        return ""; // a transaction that writes has the file for itself from its start
    }

    @Override
    public boolean isAgain(Throwable failure) {
        return false; // one writer only
    }

    @Override
    public boolean isAway(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof SQLTransientConnectionException) {
                return true; // no connection within the pool's patience
            }
            if (link instanceof SQLiteException refused) {
                return AWAY.contains(refused.getResultCode().code & PRIMARY);
            }
        }
        return false;
    }

    @Override
    public Optional<String> lost() {
        return file.lost();
    }

    @Override
    public Optional<String> explain(Throwable failure) {
        return SqliteFailure.line(file.path(), failure);
    }

    @Override
    public List<StoreFigure> figures(Handle tx) {
        return List.of();
    }

    /** A disk answers, however late. */
    @Override
    public Optional<Patience> patience() {
        return Optional.empty();
    }

    @Override
    public StoreClock clock(InstantSource own) {
        return tx -> own.instant();
    }

    private static Properties settings(boolean queryOnly) {
        return config(queryOnly).toProperties();
    }

    private static SQLiteConfig config(boolean queryOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        config.setCacheSize(-32_000); // 32 MB
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        if (queryOnly) {
            config.setTransactionMode(TransactionMode.DEFERRED);
            config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-4000");
        }
        return config;
    }

    private HikariDataSource pool(String name, int size, Properties settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        config.setMaxLifetime(0); // a file's connection does not age, and a new one has a cold cache
        config.setDataSourceProperties(settings);
        return new HikariDataSource(config);
    }
}
