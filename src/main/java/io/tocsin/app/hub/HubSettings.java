package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.time.Span;
import io.tocsin.net.guard.AddressGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the hub was told: the properties file, environment variables over it, defaults under it. Values are checked when
 * it is made, all of them, so that a start is refused with everything that is wrong.
 */
public final class HubSettings {

    private final Map<Setting, String> values;
    private final SettingsFile file;
    private final List<String> strangers;

    private HubSettings(Map<Setting, String> values, SettingsFile file, List<String> strangers) {
        this.values = values;
        this.file = file;
        this.strangers = List.copyOf(strangers);
    }

    /**
     * Settings that a check can go on with.
     *
     * @param settings each value that is wrong is the setting's default
     * @param findings everything that is wrong, in the order of files and lines
     */
    public record Sound(HubSettings settings, List<Finding> findings) {}

    /**
     * Reads and checks.
     *
     * @param path the properties file; absent is as if empty
     * @param environment looks up an environment variable
     * @throws InvalidFileException with everything that is wrong
     */
    public static HubSettings read(Path path, Environment environment) {
        Sound sound = sound(path, environment);
        if (!sound.findings().isEmpty()) {
            throw new InvalidFileException(sound.findings());
        }
        return sound.settings();
    }

    /**
     * Reads and checks, so that what is wrong hides nothing of other files.
     *
     * @param path the properties file; absent is as if empty
     * @param environment looks up an environment variable
     * @throws InvalidFileException if the file can't be read at all
     */
    public static Sound sound(Path path, Environment environment) {
        SettingsFile file = SettingsFile.read(path);
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(
                    setting,
                    environment
                            .apply(setting.variable())
                            .orElseGet(() -> file.properties().getProperty(setting.key(), setting.byDefault()))
                            .strip());
        }
        HubSettings settings = new HubSettings(values, file, SettingNames.others(environment));
        List<Finding> findings = new ArrayList<>(file.repeated());
        Map<Setting, String> faults = settings.faults();
        faults.forEach((setting, expected) -> findings.add(settings.fault(setting, expected, environment)));
        findings.addAll(SettingNames.unknown(file));
        findings.addAll(SettingNames.misspelt(environment));
        findings.addAll(OwnProperties.faults(file));
        findings.addAll(ReceiverProperties.faults(file));
        findings.sort(Comparator.comparing(Finding::file).thenComparing(Finding::line));
        return new Sound(
                settings.without(ReceiverProperties.wrong(file)).byDefault(faults.keySet()), List.copyOf(findings));
    }

    /** The same settings but for one. */
    public HubSettings with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(values);
        changed.put(setting, value);
        return new HubSettings(changed, file, strangers);
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
        more.putAll(file.properties());
        more.setProperty(name, value);
        SettingsFile changed = new SettingsFile(file.path(), more, file.lines(), file.repeated());
        return new HubSettings(values, changed, strangers);
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

    /** The properties file, for findings at its lines. */
    SettingsFile file() {
        return file;
    }

    /** The environment's variables that begin as the hub's own, and look like none of them. */
    List<String> strangers() {
        return strangers;
    }

    /** Every property for Camel's placeholders: the file's own and ours, the environment already over them. */
    public Properties placeholders() {
        Properties all = new Properties();
        all.putAll(file.properties());
        values.forEach((setting, value) -> all.setProperty(setting.key(), value));
        all.setProperty(RoutesResourceResolver.FOLDERS, text(Setting.ROUTES));
        return all;
    }

    /** The properties of the user's own whose names begin so, without that beginning. */
    public Map<String, String> ownProperties(String prefix) {
        return file.properties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toUnmodifiableMap(
                        name -> name.substring(prefix.length()), file.properties()::getProperty));
    }

    private HubSettings without(Set<String> names) {
        Properties fewer = new Properties();
        fewer.putAll(file.properties());
        names.forEach(fewer::remove);
        return new HubSettings(values, new SettingsFile(file.path(), fewer, file.lines(), file.repeated()), strangers);
    }

    private HubSettings byDefault(Set<Setting> wrong) {
        HubSettings right = this;
        for (Setting setting : wrong) {
            right = right.with(setting, setting.byDefault());
        }
        return right;
    }

    /** What each wrong setting should be instead. */
    private Map<Setting, String> faults() {
        SettingValues said = new SettingValues(this);
        Map<Setting, String> faults = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            said.fault(setting).ifPresent(expected -> faults.put(setting, expected));
        }
        return faults;
    }

    private Finding fault(Setting setting, String expected, Environment environment) {
        if (environment.apply(setting.variable()).isPresent()) {
            return new Finding("environment", 0, told(setting.variable(), setting), expected, "change the variable");
        }
        return file.finding(
                setting.key(),
                told(setting.key(), setting),
                expected,
                "change it there, or in the environment variable " + setting.variable());
    }

    /** In a URL that is called the path is the secret. */
    private String told(String name, Setting setting) {
        return setting == Setting.HEARTBEAT_URL || setting == Setting.HEARTBEAT_TOKEN
                ? name + ", whose value is a secret"
                : name + "=" + text(setting);
    }
}
