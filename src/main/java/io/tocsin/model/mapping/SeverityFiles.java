package io.tocsin.model.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.Faults;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.alert.SeverityWords;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The shipped words and what is right of the files' own. @param findings gets everything that is wrong */
    SeverityWords sound(List<FileText> texts, List<Finding> findings) {
        SeverityWords words = SeverityWords.shipped();
        for (FileText text : texts) {
            try {
                words = words.and(meanings(text, findings));
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        return words;
    }

    private Map<String, Severity> meanings(FileText text, List<Finding> findings) {
        Faults faults = schema.check(MarkedYaml.readAll(text.name(), text.content()));
        Map<String, Severity> meanings = new HashMap<>();
        for (Severity severity : Severity.values()) {
            JsonPointer list = JsonPointer.compile("/severities/" + severity.word());
            for (int i = 0; i < faults.yaml().json().at(list).size(); i++) {
                add(faults, list.appendIndex(i), severity, meanings);
            }
        }
        findings.addAll(faults.findings());
        return meanings;
    }

    private static void add(Faults faults, JsonPointer where, Severity severity, Map<String, Severity> meanings) {
        String word = faults.yaml().json().at(where).textValue();
        if (word == null) {
            return; // the schema has said so
        }
        String plain = SeverityWords.plain(word);
        if (plain.isEmpty()) {
            faults.add(
                    where, "the word \"" + word + "\"", "a word with a letter or a digit", "write the sender's word");
            return;
        }
        Severity other = meanings.putIfAbsent(plain, severity);
        if (other != null) {
            faults.add(
                    where,
                    "the word `" + word + "` a second time (it is " + other.word() + " already)",
                    "one meaning for each word; case, spaces, hyphens and underscores do not matter",
                    "remove one of the two");
        }
    }
}
