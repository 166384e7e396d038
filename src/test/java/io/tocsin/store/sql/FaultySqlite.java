package io.tocsin.store.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite as it is, but that a test sees every statement of the one writer, {@code COMMIT} among them, and may let it fail:
 * before it runs, or after it ran, as a lost answer would.
 */
public final class FaultySqlite implements Dialect {

    public static final String COMMIT = "COMMIT";

    /** Sees a statement and throws where it shall fail. */
    public interface Watch {
        /** @param rows how many a batch has, 1 for what is none */
        default void before(String sql, int rows) throws SQLException {}

        /** It ran. */
        default void after(String sql) throws SQLException {}
    }

    private final Dialect sqlite;
    private final Watch watch;

    public FaultySqlite(Path file, Watch watch) {
        this.sqlite = new SqliteDialect(file);
        this.watch = watch;
    }

    /** What a disk says that can't be read or written just now: the store is away, and no change is at fault. */
    public static SQLException away(String when) {
        return new SQLiteException("disk I/O error " + when, SQLiteErrorCode.SQLITE_IOERR);
    }

    @Override
    public DataSource writer() {
        DataSource pool = sqlite.writer();
        return proxy(DataSource.class, pool, (method, arguments) -> {
            Object result = invoke(pool, method, arguments);
            return result instanceof Connection connection ? watched(connection) : result;
        });
    }

    private Connection watched(Connection connection) {
        return proxy(Connection.class, connection, (method, arguments) -> {
            if (method.getName().equals("commit")) {
                return seen(COMMIT, 1, connection, method, arguments);
            }
            Object result = invoke(connection, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return watched(PreparedStatement.class, statement, (String) arguments[0]);
            }
            return result instanceof Statement statement ? watched(Statement.class, statement, "") : result;
        });
    }

    private <S extends Statement> S watched(Class<S> type, S statement, String prepared) {
        int[] batch = {0};
        return proxy(type, statement, (method, arguments) -> {
            if (method.getName().equals("addBatch")) {
                batch[0]++;
            } else if (method.getName().equals("clearBatch")) {
                batch[0] = 0;
            }
            if (!method.getName().startsWith("execute")) {
                return invoke(statement, method, arguments);
            }
            String sql = arguments != null && arguments.length > 0 ? (String) arguments[0] : prepared;
            int rows = Math.max(1, batch[0]);
            batch[0] = 0;
            return seen(sql, rows, statement, method, arguments);
        });
    }

    private Object seen(String sql, int rows, Object target, Method method, Object[] arguments) throws Throwable {
        watch.before(sql, rows);
        Object result = invoke(target, method, arguments);
        watch.after(sql);
        return result;
    }

    private interface Handling {
        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Handling handling) {
        InvocationHandler handler = (self, method, arguments) -> handling.handle(method, arguments);
        Class<?>[] types = target instanceof AutoCloseable && !AutoCloseable.class.isAssignableFrom(type)
                ? new Class<?>[] {type, AutoCloseable.class}
                : new Class<?>[] {type};
        return type.cast(Proxy.newProxyInstance(FaultySqlite.class.getClassLoader(), types, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void prepare() {
        sqlite.prepare();
    }

    @Override
    public DataSource readers() {
        return sqlite.readers();
    }

    @Override
    public TransactionHandler transactions() {
        return sqlite.transactions();
    }

    @Override
    public String migrations() {
        return sqlite.migrations();
    }

    @Override
    public String skipLocked() {
        return sqlite.skipLocked();
    }

    @Override
    public String forUpdate() {
        return sqlite.forUpdate();
    }

    @Override
    public boolean isAway(Throwable failure) {
        return sqlite.isAway(failure);
    }

    @Override
    public Optional<String> lost() {
        return sqlite.lost();
    }

    @Override
    public Optional<String> explain(Throwable failure) {
        return sqlite.explain(failure);
    }

    @Override
    public StoreClock clock(InstantSource own) {
        return sqlite.clock(own);
    }
}
