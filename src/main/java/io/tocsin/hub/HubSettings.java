package io.tocsin.hub;

import io.tocsin.alert.Severity;
import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import io.tocsin.guard.AddressGuard;
import io.tocsin.span.Span;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the hub was told: the properties file, environment variables over it, defaults under it. Values are checked when
 * it is made, all of them, so that a start is refused with everything that is wrong.
 */
public final class HubSettings {

    private final Map<Setting, String> values;
    private final Properties file;

    private HubSettings(Map<Setting, String> values, Properties file) {
        this.values = values;
        this.file = file;
    }

    /**
     * Reads and checks.
     *
     * @param path the properties file; absent is as if empty
     * @param environment looks up an environment variable
     * @throws InvalidFileException with everything that is wrong
     */
    public static HubSettings read(Path path, Function<String, Optional<String>> environment) {
        Properties file = new Properties();
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path)) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new InvalidFileException(List.of(new Finding(
                        path.toString(),
                        0,
                        "a file that cannot be read",
                        "a properties file",
                        String.valueOf(e.getMessage()))));
            }
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(
                    setting,
                    environment
                            .apply(setting.variable())
                            .orElseGet(() -> file.getProperty(setting.key(), setting.byDefault()))
                            .strip());
        }
        HubSettings settings = new HubSettings(values, file);
        List<Finding> findings = new ArrayList<>(settings.faults(path));
        findings.addAll(SettingNames.unknown(path, file));
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return settings;
    }

    /** The same settings but for one. */
    public HubSettings with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.put(setting, value);
        return new HubSettings(changed, file);
    }

    /** The same settings, with the folders that are relative starting from there. */
    public HubSettings under(Path home) {
        if (home.toAbsolutePath().normalize().equals(Path.of("").toAbsolutePath())) {
            return this; // paths stay as the user typed them
        }
        String folders =
                routes().stream().map(folder -> home.resolve(folder).toString()).collect(Collectors.joining(","));
        return with(Setting.DATA, home.resolve(data()).toString()).with(Setting.ROUTES, folders);
    }

    /** The same settings and one more property, for the placeholders of route files. */
    public HubSettings withProperty(String name, String value) {
        Properties more = new Properties();
        file.stringPropertyNames().forEach(known -> more.setProperty(known, file.getProperty(known)));
        more.setProperty(name, value);
        return new HubSettings(values, more);
    }

    /** What was said of one setting. */
    public String text(Setting setting) {
        return values.get(setting);
    }

    /** Yes or no. */
    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    /** A whole number. */
    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h} or {@code 30d}. */
    public Duration duration(Setting setting) {
        return Span.read(text(setting)).orElseThrow(() -> new IllegalArgumentException(text(setting)));
    }

    /** The data folder. */
    public Path data() {
        return Path.of(text(Setting.DATA));
    }

    /** The folders with route files, the first one first. */
    public List<Path> routes() {
        return List.of(text(Setting.ROUTES).split(",")).stream()
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** Where HTTP may go. */
    public AddressGuard addresses() {
        return AddressGuard.allowing(text(Setting.GUARD_ALLOW));
    }

    /** The severity of an alert whose sender gives none that is known. */
    public Severity severity() {
        return Severity.ofWord(text(Setting.SEVERITY)).orElseThrow(() -> new IllegalArgumentException("severity"));
    }

    /** Every property for Camel's placeholders: the file's own and ours, the environment already over them. */
    public Properties placeholders() {
        Properties all = new Properties();
        file.stringPropertyNames().forEach(name -> all.setProperty(name, file.getProperty(name)));
        values.forEach((setting, value) -> all.setProperty(setting.key(), value));
        return all;
    }

    /** The properties of the user's own whose names begin so, without that beginning. */
    public Map<String, String> ownProperties(String prefix) {
        return file.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toUnmodifiableMap(name -> name.substring(prefix.length()), file::getProperty));
    }

    private List<Finding> faults(Path path) {
        List<Finding> findings = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            fault(setting)
                    .ifPresent(expected -> findings.add(new Finding(
                            path.toString(),
                            0,
                            setting.key() + "=" + text(setting),
                            expected,
                            "change it there, or in the environment variable " + setting.variable())));
        }
        return findings;
    }

    private Optional<String> fault(Setting setting) {
        try {
            return switch (setting) {
                case PORT -> expect(number(setting) >= 0 && number(setting) <= 65_535, "a port, 0 to 65535");
                case DECIDE_CONCURRENCY, DEDUP_SIZE, HTTP_WORKERS ->
                    expect(number(setting) >= 1, "a whole number, at least 1");
                case RETENTION, LEASE, INTERVAL, RELOAD, HTTP_IDLE, RESOLVE_TIMEOUT ->
                    expect(!duration(setting).isZero(), "a duration such as 30s, 5m, 24h or 30d");
                case SEVERITY ->
                    expect(Severity.ofWord(text(setting)).isPresent(), "one of critical, high, medium, low, info");
                case METRICS_PUBLIC, EVENTBRIDGE_AT_START ->
                    expect(text(setting).equals("true") || text(setting).equals("false"), "true or false");
                case GUARD_ALLOW -> networks();
                case EVENTBRIDGE_QUEUE ->
                    expect(
                            isQueueArn(text(setting)) || text(setting).isEmpty() && !flag(Setting.EVENTBRIDGE_AT_START),
                            "the ARN of a queue, arn:aws:sqs:<region>:<account>:<name>; "
                                    + Setting.EVENTBRIDGE_AT_START.key() + "=true needs it");
                case HOST, DATA, ROUTES, NAME, DEAD_LETTERS, EVENTBRIDGE_BUS ->
                    expect(!text(setting).isEmpty(), "a value");
                case URL,
                        EVENTBRIDGE_REGION,
                        EVENTBRIDGE_NAME,
                        EVENTBRIDGE_ENDPOINT,
                        EVENTBRIDGE_PROFILE,
                        EVENTBRIDGE_ROLE,
                        EVENTBRIDGE_EXTERNAL_ID -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    setting.byDefault().matches("\\d+") ? "a whole number" : "a duration such as 30s, 5m, 24h or 30d");
        }
    }

    private Optional<String> networks() {
        try {
            addresses();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("networks such as 10.0.0.0/8, commas between: " + e.getMessage());
        }
    }

    private static boolean isQueueArn(String text) {
        return text.matches("arn:[^:]+:sqs:[^:]+:\\d{12}:[^:/]+");
    }

    private static Optional<String> expect(boolean holds, String expected) {
        return holds ? Optional.empty() : Optional.of(expected);
    }
}
