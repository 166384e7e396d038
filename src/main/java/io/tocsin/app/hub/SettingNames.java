package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds names that begin as the hub's own and are none of them: a misspelt setting must not be silently without effect. */
final class SettingNames {
    private static final String VARIABLES = "HUB_";

    /** Read by the launcher, the log and the commands. */
    private static final Set<String> OTHERS = Set.of(
            "HUB_LOG_LEVEL",
            "HUB_SERVER",
            "HUB_TOKEN",
            "HUB_TOKEN_FILE",
            "HUB_CA_FILE",
            "HUB_JAVA_OPTS",
            "HUB_NO_BUILD");

    /** Kubernetes sets these in each container for a service that is called hub. */
    private static final String OF_KUBERNETES = "HUB_SERVICE_(HOST|PORT.*)|HUB_PORT_\\d+_.*";

    private SettingNames() {}

    /** Properties that are none of the hub's. */
    static List<Finding> unknown(SettingsFile file) {
        Set<String> known = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        return file.properties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("hub.") && !known.contains(name))
                .sorted()
                .map(name -> file.finding(
                        name,
                        "the setting " + name,
                        "a setting of the hub",
                        NearestWord.of(name, known)
                                .map(word -> "did you mean " + word + "?")
                                .orElse("see docs/configuration.md, or give a property of your own another prefix")))
                .toList();
    }

    /** Variables that look as if they were misspelt. */
    static List<Finding> misspelt(Environment environment) {
        return strangers(environment)
                .filter(name -> meant(name).isPresent())
                .map(name -> finding(name, "did you mean " + meant(name).orElseThrow() + "?"))
                .toList();
    }

    /** Variables that look like no setting at all: something else may have set them, so that a start goes on. */
    static List<String> others(Environment environment) {
        return strangers(environment).filter(name -> meant(name).isEmpty()).toList();
    }

    /** What is said of one of those. */
    static Finding finding(String variable, String fix) {
        return new Finding(
                "environment",
                0,
                "the variable " + variable,
                "a variable of the hub: those that begin with " + VARIABLES + " are its settings",
                fix);
    }

    private static Stream<String> strangers(Environment environment) {
        Set<String> known = known();
        return environment.names().stream()
                .filter(name -> name.startsWith(VARIABLES) && !known.contains(name) && !name.matches(OF_KUBERNETES))
                .sorted();
    }

    private static Optional<String> meant(String name) {
        return NearestWord.of(name, known());
    }

    private static Set<String> known() {
        return Stream.concat(Arrays.stream(Setting.values()).map(Setting::variable), OTHERS.stream())
                .collect(Collectors.toSet());
    }
}
