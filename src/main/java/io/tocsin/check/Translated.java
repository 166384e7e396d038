package io.tocsin.check;

import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.model.recipient.LanguageTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The languages that messages are in: those that {@code channels/view.jq} has words of. A reader of another one gets English,
 * so that a hub runs with it; but whoever wrote it expected something else.
 */
public final class Translated {
    private static final String FILE = "channels/view.jq";

    private static final Pattern WORDS = Pattern.compile("(?ms)^def words: \\{$(.*?)^};$");
    private static final Pattern LANGUAGE = Pattern.compile("(?m)^  ([a-z]{2,3}): \\{");

    private Translated() {}

    /**
     * The languages of the words in use; empty where the channels have no such file, or one that is not written as ours.
     *
     * @param folders the route folders, the first one first
     */
    public static Set<String> languages(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(FILE))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(Translated::read)
                .orElse(Set.of());
    }

    private static Set<String> read(Path file) {
        Set<String> languages = new TreeSet<>();
        try {
            Matcher words = WORDS.matcher(FileText.read(file).content());
            if (words.find()) {
                LANGUAGE.matcher(words.group(1))
                        .results()
                        .map((MatchResult one) -> one.group(1))
                        .forEach(languages::add);
            }
        } catch (InvalidFileException toldElsewhere) {
            return Set.of();
        }
        return languages;
    }

    /** A finding for each receiver whose {@code language} has no words. */
    static List<Finding> check(RouteFiles files) {
        Set<String> languages = languages(files.folders());
        PlaceholderValues values = new PlaceholderValues(files.properties());
        String option = LaneOption.LANGUAGE.option();
        return files.instances()
                .filter(instance -> instance.name().isPresent())
                .flatMap(receiver -> Optional.ofNullable(receiver.parameters().get(option)).stream()
                        .flatMap(text -> values.resolved(text).stream())
                        .filter(LanguageTag::isKnown)
                        .filter(tag -> !languages.isEmpty() && !languages.contains(LanguageTag.language(tag)))
                        .map(tag -> receiver.parameter(option)
                                .finding(
                                        "the language `" + tag + "`, which messages are not translated into",
                                        LanguageTag.expected(languages),
                                        LanguageTag.FIX)))
                .toList();
    }
}
