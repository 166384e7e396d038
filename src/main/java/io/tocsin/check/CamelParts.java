package io.tocsin.check;

import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.SupplierRegistry;

/**
 * What Camel needs to know to read the route files as the hub does.
 *
 * @param properties what {@code {{...}}} stands for
 * @param beans binds the names that route files may refer to
 */
public record CamelParts(Properties properties, Consumer<Registry> beans) {

    /** The names that {@link #beans} binds, in alphabetical order. */
    List<String> names() {
        SupplierRegistry registry = new SupplierRegistry() {
            @Override
            public void bindAsPrototype(String id, Class<?> type, Supplier<Object> bean) {
                bind(id, type, bean);
            }
        };
        beans.accept(registry);
        return registry.keySet().stream().sorted().toList();
    }
}
