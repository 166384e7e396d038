package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.silence.Silences;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file with one JSON object for each thing that happens, in the order of time: {@code {"at", "source", "body"}}. It is read as it is
 * gone through, so that it may be of any size.
 *
 * @param file the file
 * @param samples reads payloads that stand in files of their own
 */
public record EventLines(Path file, MappingSamples samples) implements Replay {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Silences silences() {
        return Silences.NONE;
    }

    @Override
    public Optional<Instant> end() {
        return Optional.empty();
    }

    /** @throws InvalidFileException at the first entry that is none */
    @Override
    public void each(Consumer<Happening> each) {
        Entry entry = new Entry(Optional.empty(), file.toAbsolutePath().getParent(), samples);
        Instant before = Instant.MIN;
        try (Reader text = Files.newBufferedReader(file);
                MappingIterator<JsonNode> all = JSON.readerFor(JsonNode.class).readValues(text)) {
            while (all.hasNextValue()) {
                JsonNode json = all.nextValue();
                int line = all.getCurrentLocation().getLineNr();
                Happening what = read(entry, json, line);
                if (what.at().isBefore(before)) {
                    throw refusal(
                            line,
                            "at: " + what.at() + " after " + before,
                            "entries in the order of time",
                            "sort them by `at`");
                }
                before = what.at();
                each.accept(what);
            }
        } catch (RuntimeJsonMappingException | JsonProcessingException broken) {
            throw broken(broken);
        } catch (IOException unreadable) {
            throw refusal(
                    0,
                    "no readable file (" + unreadable.getClass().getSimpleName() + ")",
                    "JSON, one object for each event",
                    "name a file that is there");
        }
    }

    private Happening read(Entry entry, JsonNode json, int line) {
        try {
            return entry.read(json);
        } catch (WrongEntryException wrong) {
            throw refusal(line, wrong.found, wrong.expected, wrong.fix);
        }
    }

    private InvalidFileException broken(Exception broken) {
        Throwable cause = broken instanceof JsonProcessingException ? broken : broken.getCause();
        JsonProcessingException json = (JsonProcessingException) cause;
        return refusal(
                json.getLocation() == null ? 0 : json.getLocation().getLineNr(),
                json.getOriginalMessage().replaceFirst(" \\(.*", ""),
                "JSON, one object for each event",
                "look at this line and the one above it");
    }

    private InvalidFileException refusal(int line, String found, String expected, String fix) {
        return new InvalidFileException(List.of(new Finding(file.toString(), line, found, expected, fix)));
    }
}
