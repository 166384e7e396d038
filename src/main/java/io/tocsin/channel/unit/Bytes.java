package io.tocsin.channel.unit;

import io.tocsin.model.time.Size;
import java.util.OptionalLong;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{bytes:maxBody={{maxBody}}}}}: a size in bytes, which a number alone is already. */
public final class Bytes implements PropertiesFunction {

    @Override
    public String getName() {
        return "bytes";
    }

    /** @throws IllegalArgumentException where it is no size */
    @Override
    public String apply(String remainder) {
        Named given = Named.read(remainder);
        OptionalLong bytes = Size.read(given.value());
        return Long.toString(
                bytes.orElseThrow(() -> given.wrong("a number of bytes, or one with KB, MB or GB, such as 512KB")));
    }
}
