package io.tocsin.store.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionHandler;

/** Counts the statements that a store asks its database for: those of the one writer, and those of its readers. */
public final class CountingDialect implements Dialect {

    public final List<String> written = new CopyOnWriteArrayList<>();
    public final List<String> read = new CopyOnWriteArrayList<>();
    private final Dialect counted;

    public CountingDialect(Dialect counted) {
        this.counted = counted;
    }

    public void clear() {
        written.clear();
        read.clear();
    }

    @Override
    public DataSource writer() {
        return counting(DataSource.class, counted.writer(), written);
    }

    @Override
    public boolean isRemote() {
        return counted.isRemote();
    }

    @Override
    public DataSource onlooker() {
        return counted.onlooker();
    }

    @Override
    public DataSource schema() {
        return counted.schema();
    }

    @Override
    public DataSource readers() {
        return counting(DataSource.class, counted.readers(), read);
    }

    /** A statement is counted each time it runs, however long it has been prepared. */
    private static <T> T counting(Class<T> type, T of, List<String> statements) {
        return counting(type, of, "", statements);
    }

    private static <T> T counting(Class<T> type, T of, String prepared, List<String> statements) {
        Object proxy = Proxy.newProxyInstance(
                CountingDialect.class.getClassLoader(),
                new Class<?>[] {type, AutoCloseable.class},
                (self, method, arguments) -> {
                    if (method.getName().startsWith("execute") && !prepared.isEmpty()) {
                        statements.add(prepared);
                    }
                    if (method.getName().equals("close") && !(of instanceof AutoCloseable)) {
                        return null; // a source of connections without a pool
                    }
                    try {
                        Object result = method.invoke(of, arguments);
                        return switch (method.getName()) {
                            case "getConnection" ->
                                result instanceof Connection connection
                                        ? counting(Connection.class, connection, "", statements)
                                        : result;
                            case "prepareStatement" ->
                                counting(
                                        PreparedStatement.class,
                                        (PreparedStatement) result,
                                        String.valueOf(arguments[0]),
                                        statements);
                            default -> result;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    @Override
    public TransactionHandler transactions() {
        return counted.transactions();
    }

    @Override
    public void prepare() {
        counted.prepare();
    }

    @Override
    public String migrations() {
        return counted.migrations();
    }

    @Override
    public String skipLocked() {
        return counted.skipLocked();
    }

    @Override
    public String forUpdate() {
        return counted.forUpdate();
    }

    @Override
    public boolean isAgain(Throwable failure) {
        return counted.isAgain(failure);
    }

    @Override
    public boolean isHeldUp(Throwable failure) {
        return counted.isHeldUp(failure);
    }

    @Override
    public void waitForLocks(Handle tx, Duration most) {
        counted.waitForLocks(tx, most);
    }

    @Override
    public boolean isAway(Throwable failure) {
        return counted.isAway(failure);
    }

    @Override
    public Optional<String> lost() {
        return counted.lost();
    }

    @Override
    public Optional<String> explain(Throwable failure) {
        return counted.explain(failure);
    }

    @Override
    public List<StoreFigure> figures(Handle tx) {
        return counted.figures(tx);
    }

    @Override
    public Optional<Patience> patience() {
        return counted.patience();
    }

    @Override
    public StoreClock clock(InstantSource own) {
        return counted.clock(own);
    }
}
