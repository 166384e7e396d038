package io.tocsin.check;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** What to do where a route names a component of Camel's that the hub has not: its Maven coordinates, and where it goes. */
public final class MissingComponent {
    private static final Pattern COMPONENT =
            Pattern.compile("(?:No component found with scheme: |No endpoint could be found for: )([\\w+.-]+)");
    // A component's library has its name, but for these (https://camel.apache.org/components/).
    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("imap", "mail"),
            Map.entry("pop3", "mail"),
            Map.entry("sftp", "ftp"),
            Map.entry("ftps", "ftp"),
            Map.entry("rabbitmq", "spring-rabbitmq"),
            Map.entry("ws", "vertx-websocket"),
            Map.entry("cql", "cassandraql"),
            Map.entry("smpps", "smpp"));

    private MissingComponent() {}

    /** The component that Camel's words are about; empty where they are about something else. */
    public static Optional<String> in(String words) {
        Matcher matcher = COMPONENT.matcher(words);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What to do about it. */
    public static String remedy(String component) {
        String library = "camel-" + LIBRARIES.getOrDefault(component, component);
        String version = Optional.ofNullable(CamelContext.class.getPackage().getImplementationVersion())
                .orElse("<the hub's version of Camel>");
        return "correct its name, or put " + library + "-" + version
                + ".jar and the jars that it needs into lib/ beside ./hub" + " (Maven: org.apache.camel:" + library
                + ":" + version + ")";
    }
}
