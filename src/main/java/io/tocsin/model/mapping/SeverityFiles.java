package io.tocsin.model.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.alert.SeverityWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code severities.yaml}: senders' words for a severity, beside those that are shipped. */
final class SeverityFiles {
    /** The file's name. It may stand in each folder with mappings, and may be missing. */
    static final String FILE = "severities.yaml";

    private final List<Path> files;
    private final SchemaCheck schema;

    /** @param folders the folders that may have the file; what a later one says of a word counts */
    SeverityFiles(List<Path> folders) {
        this.files = folders.stream().map(folder -> folder.resolve(FILE)).toList();
        this.schema = SchemaCheck.shipped("severities", Map.of());
    }

    /** The files that are there now. @throws InvalidFileException if one is not a text in UTF-8 */
    List<FileText> texts() {
        return files.stream().filter(Files::exists).map(FileText::read).toList();
    }

    /**
     * The shipped words and those of the files.
     *
     * @throws InvalidFileException with everything that is wrong in any of them
     */
    SeverityWords words(List<FileText> texts) {
        SeverityWords words = SeverityWords.shipped();
        List<Finding> findings = new ArrayList<>();
        for (FileText text : texts) {
            try {
                words = words.and(meanings(text));
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return words;
    }

    private Map<String, Severity> meanings(FileText text) {
        MarkedYaml yaml = MarkedYaml.read(text.name(), text.content());
        List<Finding> findings = new ArrayList<>(schema.check(yaml));
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        Map<String, Severity> meanings = new HashMap<>();
        for (Severity severity : Severity.values()) {
            JsonPointer list = JsonPointer.compile("/severities/" + severity.word());
            for (int i = 0; i < yaml.json().at(list).size(); i++) {
                add(yaml, list.appendIndex(i), severity, meanings, findings);
            }
        }
        if (!findings.isEmpty()) {
            findings.sort(Comparator.comparingInt(Finding::line));
            throw new InvalidFileException(findings);
        }
        return meanings;
    }

    private static void add(
            MarkedYaml yaml,
            JsonPointer where,
            Severity severity,
            Map<String, Severity> meanings,
            List<Finding> findings) {
        String word = yaml.json().at(where).textValue();
        String plain = SeverityWords.plain(word);
        if (plain.isEmpty()) {
            findings.add(yaml.finding(
                    where, "the word \"" + word + "\"", "a word with a letter or a digit", "write the sender's word"));
            return;
        }
        Severity other = meanings.putIfAbsent(plain, severity);
        if (other != null) {
            findings.add(yaml.finding(
                    where,
                    "the word `" + word + "` a second time (it is " + other.word() + " already)",
                    "one meaning for each word; case, spaces, hyphens and underscores do not matter",
                    "remove one of the two"));
        }
    }
}
