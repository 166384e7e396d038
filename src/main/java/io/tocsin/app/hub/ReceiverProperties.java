package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.model.receiver.ReceiverOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The properties {@code lane.<option>} and {@code receiver.<name>.<option>}, which tell receivers what their files do not. */
final class ReceiverProperties {

    private ReceiverProperties() {}

    /** Options that there are not, and values that can never be right. */
    static List<Finding> faults(SettingsFile file) {
        return names(file).flatMap(name -> fault(file, name).stream()).toList();
    }

    /** The names of those. */
    static Set<String> wrong(SettingsFile file) {
        return names(file).filter(name -> fault(file, name).isPresent()).collect(Collectors.toSet());
    }

    private static Optional<Finding> fault(SettingsFile file, String name) {
        String word = name.substring(name.lastIndexOf('.') + 1);
        Set<String> known = LaneOption.ofReceivers().stream()
                .map(LaneOption::option)
                .collect(Collectors.toCollection(TreeSet::new));
        Optional<LaneOption> option = LaneOption.ofReceiver(word)
                .filter(any -> name.equals(ReceiverOptions.OF_ALL + word)
                        || receiver(name).isPresent());
        if (option.isEmpty()) {
            String prefix = name.startsWith(ReceiverOptions.OF_ALL) ? "lane." : "receiver.<name>.";
            return Optional.of(file.finding(
                    name,
                    "the property " + name,
                    prefix + "<option> with one of " + String.join(", ", known),
                    NearestWord.of(word, known)
                            .filter(near -> !near.equals(word))
                            .map(near -> "did you mean " + name.substring(0, name.lastIndexOf('.') + 1) + near + "?")
                            .orElse("correct its name, or remove it")));
        }
        String value = file.properties().getProperty(name).strip();
        if (value.contains("{{") || option.get().form().fits().test(value)) {
            return Optional.empty();
        }
        return Optional.of(file.finding(name, name + "=" + value, option.get().expected(), "correct this value"));
    }

    /**
     * Names of receivers that there are not, and fallbacks.
     *
     * @param receivers those that there are, or may be
     */
    static List<Finding> strangers(SettingsFile file, Set<String> receivers) {
        return names(file)
                .flatMap(name -> stranger(file, name, receivers).stream())
                .toList();
    }

    private static Optional<Finding> stranger(SettingsFile file, String name, Set<String> receivers) {
        Optional<String> named = receiver(name).filter(receiver -> !receivers.contains(receiver));
        String value = file.properties().getProperty(name).strip();
        if (named.isEmpty()
                && name.endsWith("." + LaneOption.FALLBACK.option())
                && !value.isEmpty()
                && !value.contains("{{")) {
            named = Optional.of(value).filter(receiver -> !receivers.contains(receiver));
        }
        return named.map(receiver -> file.finding(
                name,
                "the receiver " + receiver + " in the property " + name + "=" + value,
                receivers.isEmpty() ? "a receiver, and there is none" : "one of " + String.join(", ", receivers),
                NearestWord.of(receiver, receivers)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("correct the name, or remove the line")));
    }

    private static Stream<String> names(SettingsFile file) {
        return file.properties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(ReceiverOptions.OF_ALL) || name.startsWith(ReceiverOptions.OF_ONE))
                .sorted();
    }

    /** The receiver's name may have dots; the option has none. */
    private static Optional<String> receiver(String name) {
        int last = name.lastIndexOf('.');
        return Optional.of(name)
                .filter(any -> any.startsWith(ReceiverOptions.OF_ONE) && last > ReceiverOptions.OF_ONE.length())
                .map(any -> any.substring(ReceiverOptions.OF_ONE.length(), last));
    }
}
