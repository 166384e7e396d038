package io.tocsin.check;

import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Values in place of secrets of AWS, for a check: it asks nobody, and runs where there are no credentials. What a secret is
 * cannot be known then, only that a file names one; what Camel says of such a value is not told.
 */
final class UnknownSecrets {
    private static final List<String> FUNCTIONS = List.of("aws", "aws-parameter");
    private static final String URL = "https://secret.trial.invalid/hook";
    // Fits where a token, a password or a signing secret is wanted: base64 of 24 bytes.
    private static final String WORD = "whsec_c2VjcmV0LXRyaWFsLXNlY3JldC10cmlhbC1z";

    private UnknownSecrets() {}

    /** Lets the context answer each such placeholder by itself. */
    static void in(CamelContext context) {
        FUNCTIONS.forEach(name -> context.getPropertiesComponent().addPropertiesFunction(new StandIn(name)));
    }

    /** Whether Camel refused one of these values, so that the file may be right. */
    static boolean areToBlame(Throwable thrown) {
        return CamelSays.messages(thrown).stream().anyMatch(words -> words.contains(URL) || words.contains(WORD));
    }

    private record StandIn(String name) implements PropertiesFunction {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String apply(String remainder) {
            String secret = remainder.toLowerCase(Locale.ROOT);
            return secret.contains("url") || secret.contains("webhook") ? URL : WORD;
        }
    }
}
