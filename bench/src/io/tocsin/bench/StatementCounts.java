package io.tocsin.bench;

import io.tocsin.store.sql.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Counts what the hub's writer asks its database to prepare and to run, however it does it. */
final class StatementCounts {
    private static final List<Class<?>> SEEN =
            List.of(DataSource.class, Connection.class, PreparedStatement.class, Statement.class);

    private long prepared;
    private long executed;

    /** The dialect whose writer is counted. */
    Dialect over(Dialect real) {
        return (Dialect) proxy(Dialect.class, real, "writer");
    }

    long prepared() {
        return prepared;
    }

    long executed() {
        return executed;
    }

    /** @param only the one method whose result is looked into; empty for all */
    private Object proxy(Class<?> type, Object target, String only) {
        Class<?>[] types = target instanceof AutoCloseable && !AutoCloseable.class.isAssignableFrom(type)
                ? new Class<?>[] {type, AutoCloseable.class}
                : new Class<?>[] {type};
        return Proxy.newProxyInstance(StatementCounts.class.getClassLoader(), types, (self, method, arguments) -> {
            String name = method.getName();
            prepared += name.equals("prepareStatement") ? 1 : 0;
            executed += name.startsWith("execute") ? 1 : 0;
            try {
                Object result = method.invoke(target, arguments);
                return only.isEmpty() || name.equals(only) ? seen(result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private Object seen(Object result) {
        return SEEN.stream()
                .filter(type -> type.isInstance(result))
                .findFirst()
                .map(type -> proxy(type, result, ""))
                .orElse(result);
    }
}
