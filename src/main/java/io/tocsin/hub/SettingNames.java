package io.tocsin.hub;

import io.tocsin.check.Finding;
import io.tocsin.check.NearestWord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds names that begin as the hub's own and are none of them: a misspelt setting must not be silently without effect. */
final class SettingNames {

    private SettingNames() {}

    static List<Finding> unknown(Path path, Properties file) {
        Set<String> known = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        return file.stringPropertyNames().stream()
                .filter(name -> name.startsWith("hub.") && !known.contains(name))
                .sorted()
                .map(name -> new Finding(
                        path.toString(),
                        0,
                        "the setting " + name,
                        "a setting of the hub",
                        NearestWord.of(name, known)
                                .map(word -> "did you mean " + word + "?")
                                .orElse("see docs/configuration.md, or give a property of your own another prefix")))
                .toList();
    }
}
