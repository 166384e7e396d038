package io.tocsin.app.hub;

import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.PostgresDialect;
import io.tocsin.store.sql.SqliteDialect;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** Which database the store is: a SQLite file in the data folder, or the PostgreSQL database that {@code hub.store} names. */
final class StoreChoice {

    /** A setting that shows wherever the URL does: in logs, and in what a failure says. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)[?&](user|password|sslpassword)=|//[^/?]*@");

    /** The driver would no longer say how many rows a batch wrote, by which the hub knows what is new. */
    private static final Pattern REWRITES = Pattern.compile("(?i)[?&]reWriteBatchedInserts=true");

    private StoreChoice() {}

    /** What was expected of {@code hub.store}; empty where the value is right. */
    static Optional<String> fault(String url) {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.startsWith(PostgresDialect.SCHEME + "//")) {
            return Optional.of("jdbc:postgresql://<host>:<port>/<database>, or nothing for a SQLite file in hub.data");
        }
        if (REWRITES.matcher(url).find()) {
            return Optional.of("a URL without reWriteBatchedInserts=true: the hub has to know which rows were written");
        }
        return CREDENTIALS.matcher(url).find()
                ? Optional.of("a URL without user and password, which hub.store.user and hub.store.password give")
                : Optional.empty();
    }

    /**
     * The store's database.
     *
     * @param file where it is as a SQLite file
     * @throws CannotStartException if a secret of its settings has no value
     */
    static Dialect of(HubSettings settings, Path file) {
        String url = settings.text(Setting.STORE);
        return url.isEmpty()
                ? new SqliteDialect(file)
                : new PostgresDialect(
                        url,
                        value(settings, Setting.STORE_USER),
                        value(settings, Setting.STORE_PASSWORD),
                        settings.text(Setting.NAME));
    }

    /** As route files give secrets, {@code {{file:/run/secrets/store}}}; the store is opened before there are any routes. */
    static String value(HubSettings settings, Setting setting) {
        String text = settings.text(setting);
        if (!text.contains("{{")) {
            return text;
        }
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setOverrideProperties(settings.placeholders());
            return camel.resolvePropertyPlaceholders(text);
        } catch (Exception e) {
            throw new CannotStartException(
                    setting.key() + "=" + text + " has no value: " + e.getMessage()
                            + "; see docs/secrets.md for what can stand in {{ }}",
                    e);
        }
    }
}
