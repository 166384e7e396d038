package io.tocsin.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL database. Commits wait for its write-ahead log: a server that says {@code synchronous_commit=off} is refused,
 * since it answers before anything is on disk (https://www.postgresql.org/docs/current/runtime-config-wal.html).
 */
public final class PostgresDialect implements Dialect {

    /** What any URL of such a store begins with. */
    public static final String SCHEME = "jdbc:postgresql:";

    /**
     * Classes of SQLSTATE that say that the server is away, or takes nothing just now: connection, resources, operator, system; what
     * a server answers that became a replica; and locks, limits of time and conflicts, none of which is a change's fault (https://www.postgresql.org/docs/current/errcodes-appendix.html).
     */
    private static final List<String> AWAY = List.of(
            "08", "53", "57", "58", "25006", "25P03", "55006", "55P03", "40001", "40P01", PostgresFailure.NAME_TAKEN);

    private static final List<String> AWAY_FOR_READERS =
            AWAY.stream().filter(state -> !state.equals("25006")).toList();

    /** Conflicts with what another hub did at the same time; 23505 is one that opened what this one was about to open. */
    private static final List<String> AGAIN = List.of("40001", "40P01", "23505");

    /** A lock that was not given in time. */
    private static final List<String> HELD_UP = List.of("55P03");

    /**
     * Whoever writes holds this lock for as long as its connection stands: hubs with each other, and who needs the store for itself, to
     * copy it, alone. A number of our own, and the schema's.
     */
    private static final String IN_USE = """
            DO $$ BEGIN
              IF NOT %s(1414484814, hashtext(current_schema())) THEN
                RAISE EXCEPTION 'another hub has it' USING ERRCODE = 'object_in_use';
              END IF;
            END $$;""";

    /** So do hubs of one name, of which each would take what the other has in hand for left behind by an earlier run. */
    private static final String ONE_OF_A_NAME = """
            DO $$ BEGIN
              IF NOT pg_try_advisory_lock(%d, hashtext(current_schema() || '/%s')) THEN
                RAISE EXCEPTION 'another hub of this name has it' USING ERRCODE = '%s';
              END IF;
            END $$;""";

    /** A number of our own. */
    static final int NAME_LOCK = 1414484815;

    private final String url;
    private final String user;
    private final String password;
    private final String hub;
    private final boolean alone;
    private final boolean serversTime;
    private final PostgresTimes times;

    /**
     * Of one hub among others.
     *
     * @param url as the driver reads it, without user and password (https://jdbc.postgresql.org/documentation/use/)
     * @param user whose tables they are; empty where the driver shall find one
     * @param password the user's; empty for none
     * @param hub the name of the hub that opens it, which no other may have meanwhile; empty for any
     */
    public PostgresDialect(String url, String user, String password, String hub) {
        this(url, user, password, hub, false, true, PostgresTimes.USUAL);
    }

    /** Of nobody else: it is refused while a hub has it, and hubs are refused meanwhile. */
    public static PostgresDialect alone(String url, String user, String password) {
        return new PostgresDialect(url, user, password, "", true, true);
    }

    /**
     * @param alone whether nobody else may have it meanwhile
     * @param serversTime whether the server's clock counts, and not the hub's own, which a test may move
     */
    PostgresDialect(String url, String user, String password, String hub, boolean alone, boolean serversTime) {
        this(url, user, password, hub, alone, serversTime, PostgresTimes.USUAL);
    }

    /** The same with times of a test's own. */
    PostgresDialect(
            String url,
            String user,
            String password,
            String hub,
            boolean alone,
            boolean serversTime,
            PostgresTimes times) {
        this.serversTime = serversTime;
        this.hub = hub;
        this.alone = alone;
        this.times = times;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    public void prepare() {
        try (Connection first = schema().getConnection();
                Statement ask = first.createStatement()) {
            if (shown(ask, "transaction_read_only")
                    .equals("on")) { // a schema that is up to date would be written to much later
                throw new SQLException("cannot write to it", PostgresFailure.READ_ONLY);
            }
            String encoding = shown(ask, "server_encoding");
            if (!encoding.equals("UTF8")) {
                throw new UnsafeStoreException("The database " + url + " has the encoding " + encoding
                        + ", which can't hold every text: make one with ENCODING 'UTF8' TEMPLATE template0");
            }
            if (shown(ask, "synchronous_commit").equals("off")) {
                throw new UnsafeStoreException("The database " + url
                        + " has synchronous_commit=off: it would say that an event is stored before it is on disk. Set it to on for this"
                        + " database or user: ALTER ROLE ... SET synchronous_commit = on");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open " + url, e);
        }
    }

    private static String shown(Statement ask, String setting) throws SQLException {
        try (ResultSet answer = ask.executeQuery("SHOW " + setting)) {
            answer.next();
            return answer.getString(1);
        }
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    /** Without a pool, which would rest between its tries: the committer's own are the next ones. */
    @Override
    public DataSource writer() {
        PostgresWriter writer = new PostgresWriter(times.forWriter() + locks());
        to(writer, "tocsin store-writer");
        times.limit(writer);
        return writer;
    }

    @Override
    public void openFirst(Opening opening) throws SQLException {
        new NameWait(schema(), hub, url, times.name()).open(opening);
    }

    @Override
    public DataSource readers() {
        PGSimpleDataSource server = new PGSimpleDataSource();
        to(server, "tocsin store-readers");
        times.limit(server);
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(server);
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(
                0); // else the pool itself tries to reach a server that is away, and rests longer each time
        config.setConnectionTimeout(times.login().toMillis()); // for a new one, too
        config.setValidationTimeout(times.look().toMillis());
        config.setInitializationFailTimeout(-1); // prepare() looked already, and says it better
        config.setConnectionInitSql(times.forReaders());
        config.setKeepaliveTime(60_000);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ"); // a read sees one state of the store
        return new HikariDataSource(config);
    }

    @Override
    public DataSource onlooker() {
        PGSimpleDataSource server = new PGSimpleDataSource();
        to(server, "tocsin onlooker");
        server.setConnectTimeout(5);
        server.setLoginTimeout(10);
        server.setReadOnly(true);
        return server;
    }

    @Override
    public TransactionHandler transactions() {
        return LocalTransactionHandler.binding();
    }

    /** Without a pool: Flyway needs two connections at once, one of which holds its lock. */
    @Override
    public DataSource schema() {
        PGSimpleDataSource server = new PGSimpleDataSource();
        to(server, "tocsin");
        server.setConnectTimeout(5);
        server.setLoginTimeout(10);
        return server;
    }

    private void to(PGSimpleDataSource server, String applicationName) {
        server.setURL(url);
        if (!user.isEmpty()) {
            server.setUser(user);
        }
        if (!password.isEmpty()) {
            server.setPassword(password);
        }
        server.setApplicationName(applicationName);
    }

    @Override
    public String migrations() {
        return "classpath:db/schema,classpath:db/postgresql";
    }

    @Override
    public String skipLocked() {
        return "FOR UPDATE SKIP LOCKED";
    }

    @Override
    public String forUpdate() {
        return "FOR UPDATE";
    }

    @Override
    public boolean isAgain(Throwable failure) {
        return isOneOf(AGAIN, failure);
    }

    @Override
    public boolean isHeldUp(Throwable failure) {
        return isOneOf(HELD_UP, failure);
    }

    @Override
    public void waitForLocks(Handle tx, Duration most) {
        tx.execute("SET LOCAL lock_timeout = " + most.toMillis());
    }

    @Override
    public boolean isAway(Throwable failure) {
        return isOneOf(AWAY, failure);
    }

    /** They may write nowhere; one that does is at fault itself. */
    @Override
    public boolean isAwayForReaders(Throwable failure) {
        return isOneOf(AWAY_FOR_READERS, failure);
    }

    private static boolean isOneOf(List<String> states, Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof SQLTransientConnectionException) {
                return states == AWAY || states == AWAY_FOR_READERS; // no connection within the pool's patience
            }
            if (link instanceof SQLException refused && refused.getSQLState() != null) {
                return states.stream().anyMatch(refused.getSQLState()::startsWith);
            }
        }
        return false;
    }

    @Override
    public Optional<String> lost() {
        return Optional.empty(); // a server that was lost refuses the commit
    }

    @Override
    public Optional<String> explain(Throwable failure) {
        return PostgresFailure.line(url, user, hub, failure);
    }

    @Override
    public List<StoreFigure> figures(Handle tx) {
        return PostgresFigures.read(tx);
    }

    @Override
    public Optional<Patience> patience() {
        return Optional.of(times.patience());
    }

    /** The server's: hubs' own clocks differ. */
    @Override
    public StoreClock clock(InstantSource own) {
        return serversTime ? new ServerClock(own) : tx -> own.instant();
    }

    /** Without characters that would mean something in SQL. */
    static String nameInLock(String hub) {
        return Integer.toHexString(hub.hashCode());
    }

    private String locks() {
        String name =
                hub.isEmpty() ? "" : ONE_OF_A_NAME.formatted(NAME_LOCK, nameInLock(hub), PostgresFailure.NAME_TAKEN);
        return IN_USE.formatted(alone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared") + name;
    }
}
