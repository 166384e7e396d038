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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionHandler;

/**
 * The store's database as it is, but that a test sees every statement of the one writer, {@code COMMIT} among them, and may let it fail:
 * before it runs, or after it ran, as a lost answer would.
 */
public final class FaultyDialect implements Dialect {

    public static final String COMMIT = "COMMIT";

    /** Sees a statement and throws where it shall fail. */
    public interface Watch {
        /** @param rows how many a batch has, 1 for what is none */
        default void before(String sql, int rows) throws SQLException {}

        /** It ran. */
        default void after(String sql) throws SQLException {}
    }

    private final Dialect real;
    private final Watch watch;

    public FaultyDialect(Path file, Watch watch) {
        this.real = TestStores.at(file);
        this.watch = watch;
    }

    @Override
    public boolean isRemote() {
        return real.isRemote();
    }

    @Override
    public DataSource onlooker() {
        return real.onlooker();
    }

    @Override
    public DataSource schema() {
        return real.schema();
    }

    @Override
    public DataSource writer() {
        DataSource pool = real.writer();
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
            // Where SQL says none of them: PostgreSQL. A rollback fails there only with its connection, so it is not
            // seen.
            if (method.getName().equals("setAutoCommit") && arguments[0].equals(false)) {
                return seen("BEGIN", 1, connection, method, arguments);
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
        return type.cast(Proxy.newProxyInstance(FaultyDialect.class.getClassLoader(), types, handler));
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
        real.prepare();
    }

    @Override
    public DataSource readers() {
        return real.readers();
    }

    @Override
    public TransactionHandler transactions() {
        return real.transactions();
    }

    @Override
    public String migrations() {
        return real.migrations();
    }

    @Override
    public String skipLocked() {
        return real.skipLocked();
    }

    @Override
    public String forUpdate() {
        return real.forUpdate();
    }

    @Override
    public boolean isAgain(Throwable failure) {
        return real.isAgain(failure);
    }

    @Override
    public boolean isHeldUp(Throwable failure) {
        return real.isHeldUp(failure);
    }

    @Override
    public void waitForLocks(Handle tx, Duration most) {
        real.waitForLocks(tx, most);
    }

    @Override
    public boolean isAway(Throwable failure) {
        return real.isAway(failure);
    }

    @Override
    public Optional<String> lost() {
        return real.lost();
    }

    @Override
    public Optional<String> explain(Throwable failure) {
        return real.explain(failure);
    }

    @Override
    public List<StoreFigure> figures(Handle tx) {
        return real.figures(tx);
    }

    @Override
    public Optional<Patience> patience() {
        return real.patience();
    }

    @Override
    public StoreClock clock(InstantSource own) {
        return real.clock(own);
    }
}
