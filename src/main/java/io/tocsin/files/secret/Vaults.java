package io.tocsin.files.secret;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;

/** Reads {@code camel.vault.aws.*} for a context that is not started by Camel's main, which would do so itself. */
public final class Vaults {
    private static final String AWS = "camel.vault.aws.";

    private Vaults() {}

    /** @throws org.apache.camel.PropertyBindingException where a property is none that Camel knows */
    public static void tell(CamelContext context, Properties properties) {
        Map<String, Object> options = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(AWS))
                .forEach(name -> options.put(
                        StringHelper.dashToCamelCase(name.substring(AWS.length())), properties.getProperty(name)));
        PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(context.getVaultConfiguration().aws())
                .withProperties(options)
                .withMandatory(true)
                .bind();
    }
}
