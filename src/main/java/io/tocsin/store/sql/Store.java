package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/** Where everything that the hub accepted is kept: changes go through one group commit, reads beside it. */
public final class Store implements AutoCloseable {

    /** Beyond this many waiting changes the store refuses, so that senders are told 503 rather than kept waiting. */
    private static final int QUEUE_CAPACITY = 20_000;

    private static final Change<String, Void> PROBE = (tx, names, now) -> {
        tx.createUpdate("INSERT INTO probe (name, at) VALUES (:name, :now)"
                        + " ON CONFLICT (name) DO UPDATE SET at = excluded.at")
                .bind("name", names.get(0))
                .bind("now", now.toEpochMilli())
                .execute();
        return Collections.nCopies(names.size(), null);
    };

    private final DataSource writer;
    private final KeptConnection writing;
    private final DataSource readers;
    private final Jdbi reading;
    private final GroupCommit committer;
    private final Dialect dialect;
    private final StoreClock clock;
    private final InstantSource time;
    private final ReadTrouble reads = new ReadTrouble(System::nanoTime);
    private final ThreadLocal<Alongside> alongside = new ThreadLocal<>();

    private Store(Dialect dialect, InstantSource clock) {
        this.dialect = dialect;
        this.clock = dialect.clock(clock);
        this.time = this.clock.outside(clock);
        this.writer = dialect.writer();
        this.readers = dialect.readers();
        this.writing = new KeptConnection(writer, dialect.isRemote());
        Jdbi changing = jdbi(Jdbi.create((ConnectionFactory) writing));
        changing.setStatementBuilderFactory(connection -> writing);
        changing.setTransactionHandler(new SureRollback(dialect.transactions()));
        this.reading = jdbi(Jdbi.create(readers));
        this.committer = new GroupCommit(changing::open, this.clock, dialect, writing::breakOff, QUEUE_CAPACITY);
    }

    /**
     * Opens the store and brings its schema up to date.
     *
     * @param dialect which database
     * @param clock the hub's time
     * @return the open store
     * @throws RuntimeException if it cannot be opened; {@link Dialect#explain} has a line for it
     */
    public static Store open(Dialect dialect, InstantSource clock) {
        dialect.prepare();
        Store store = new Store(dialect, clock);
        try {
            if (dialect.isRemote()) {
                // It holds the lock: another hub's tables stay as they are.
                dialect.openFirst(store.writing::openConnection);
            }
            DataSource schema = dialect.schema();
            try {
                migrate(schema, dialect);
            } finally {
                close(schema);
            }
            if (dialect.isRemote()) {
                store.read(store::now); // from here on its time is told outside, too
            }
            return store;
        } catch (SQLException e) {
            store.close();
            throw new IllegalStateException("cannot open the store", e);
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private static void migrate(DataSource schema, Dialect dialect) {
        Flyway flyway = Flyway.configure()
                .dataSource(schema)
                .locations(dialect.migrations().split(","))
                .loggers("slf4j")
                .load();
        List<MigrationInfo> all = Stream.of(flyway.info().all())
                .filter(migration -> migration.getVersion() != null) // those without may come and go
                .toList();
        // Flyway alone would go on with a schema that it does not know.
        all.stream()
                .filter(migration -> migration.getState().name().startsWith("FUTURE"))
                .reduce((older, newer) -> newer)
                .ifPresent(newest -> {
                    throw new NewerSchemaException(newest.getVersion().toString(), newestOf(all));
                });
        all.stream()
                .filter(migration -> migration.getState().name().startsWith("MISSING"))
                .reduce((older, newer) -> newer)
                .ifPresent(newest -> {
                    throw new OlderSchemaException(newest.getVersion().toString());
                });
        flyway.migrate();
    }

    private static String newestOf(List<MigrationInfo> all) {
        return all.stream()
                .filter(migration -> migration.getState().isResolved())
                .reduce((older, newer) -> newer)
                .map(migration -> migration.getVersion().toString())
                .orElse("none");
    }

    /** What differs in this store's database. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Queues a change for the next group commit.
     *
     * @return completes after the commit, on the committer's thread; fails with {@link
     *     StoreUnavailableException} where the change is not on disk
     */
    public <I, R> CompletableFuture<R> submit(Change<I, R> change, I input) {
        return committer.submit(change, input, Optional.ofNullable(alongside.get()));
    }

    /**
     * Does something of which each change that this thread {@linkplain #submit submits} meanwhile has this in its transaction: so
     * whoever asks for changes need not pass it through all who make them.
     */
    public <R> R alongside(Alongside beside, Supplier<R> work) {
        alongside.set(beside);
        try {
            return work.get();
        } finally {
            alongside.remove();
        }
    }

    /**
     * Queues changes of one kind that must be committed in their order, in one transaction where nothing is in the way: none is
     * committed after one before it failed because the store is away; it then fails for the same reason.
     *
     * @param inputs at least one, no more than {@link #fitting} says
     * @return for each input in its order, as {@link #submit}
     */
    public <I, R> List<CompletableFuture<R>> submitInOrder(Change<I, R> change, List<I> inputs) {
        return committer.submitInOrder(change, inputs);
    }

    /**
     * The same, but for a commit that comes anyhow: with the next one, or alone.
     *
     * @param within how long it may wait, a tenth of a second at most
     */
    public <I, R> List<CompletableFuture<R>> submitWithNext(Change<I, R> change, List<I> inputs, Duration within) {
        return committer.submitWithNext(change, inputs, within);
    }

    /** Commits now what was {@linkplain #submitWithNext left for} the next commit. */
    public void hurry() {
        committer.hurry();
    }

    /**
     * How many of these, the first ones, fit into one transaction, which whoever comes next has to wait for.
     *
     * @return at least 1 where there are any
     */
    public static <I> int fitting(Change<I, ?> change, List<I> inputs) {
        long rows = 0;
        long bytes = 0;
        int count = 0;
        for (I input : inputs) {
            rows += change.rows(input);
            bytes += change.bytes(input);
            if (count > 0 && (rows > NextCommit.MOST_ROWS || bytes > NextCommit.MOST_BYTES)) {
                break;
            }
            count++;
        }
        return count;
    }

    /**
     * Whether a submitted change failed only because the store is away or has too much to do, so that the same change may
     * succeed later; not where the change itself is at fault, and not of a store that is closed.
     *
     * @param failure what its future failed with
     */
    public boolean mayTakeLater(Throwable failure) {
        boolean tooMuch = failure instanceof StoreUnavailableException && failure.getCause() == null;
        return !committer.isClosed() && (tooMuch || isAway(failure));
    }

    /**
     * Whether something failed because the store is away: not readable, not writable, full, deleted. The log says why already,
     * once, and says when it is back.
     */
    public boolean isAway(Throwable failure) {
        return StoreLostException.isIn(failure) || MeetsAnotherException.isIn(failure) || dialect.isAway(failure);
    }

    /**
     * Whether a change failed only because a row that it needs stays locked by somebody who is no hub, so that it may succeed later, while
     * other changes succeed now.
     *
     * @param failure what its future failed with
     */
    public boolean isHeldUp(Throwable failure) {
        return MeetsAnotherException.isIn(failure) || dialect.isHeldUp(failure);
    }

    /**
     * Reads a consistent snapshot. Blocks: never call it on an event loop. Where it fails the log says so, at most once a minute for
     * each kind of failure.
     *
     * @throws StoreUnavailableException where the store is away
     */
    public <R> R read(Function<Handle, R> query) {
        try {
            return reading.inTransaction(query::apply);
        } catch (RuntimeException e) {
            reads.failed(e);
            throw dialect.isAwayForReaders(e) ? new StoreUnavailableException("the store can't be read", e) : e;
        }
    }

    /**
     * Has this done after a commit of which nobody knows whether it was made: rows may stand in the store of which nobody was told.
     *
     * @param done quick: it submits what is to be done once the store takes changes again
     */
    public void whenInDoubt(Runnable done) {
        committer.whenInDoubt(done);
    }

    /** Writes a row that means nothing, through the disk: completes if the store takes changes. */
    public CompletableFuture<Void> probe() {
        return submit(PROBE, "ready");
    }

    /** Why the store takes no changes, or did not a few seconds ago; empty where all is well. */
    public Optional<String> trouble() {
        return committer.trouble();
    }

    /** The store's time, by which leases and due times count. */
    public Instant now(Handle tx) {
        return clock.now(tx);
    }

    /** The store's time outside of its transactions, by which a hub counts what it compares with the store's times. */
    public InstantSource time() {
        return time;
    }

    /** How many changes wait for a commit. */
    public int waiting() {
        return committer.waiting();
    }

    /** Commits what is queued, then closes. */
    @Override
    public void close() {
        committer.close();
        close(readers);
        close(writing);
        close(writer);
    }

    private static Jdbi jdbi(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return jdbi;
    }

    private static void close(Object source) {
        if (source instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close the store", e);
            }
        }
    }
}
