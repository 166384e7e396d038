package io.tocsin.lint;

import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.SimpleRegistry;

/**
 * What Camel needs to know to read the route files as the hub does.
 *
 * @param properties what {@code {{...}}} stands for
 * @param beans binds the names that route files may refer to
 */
public record CamelParts(Properties properties, Consumer<Registry> beans) {

    /** The names that {@link #beans} binds, in alphabetical order. */
    List<String> names() {
        SimpleRegistry registry = new SimpleRegistry();
        beans.accept(registry);
        return registry.keySet().stream().sorted().toList();
    }
}
