package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.silence.Silences;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A YAML file of events, easier to write by hand than {@link EventLines}: times may be lengths from a start, and it may have silences.
 *
 * @param events what happens, in the order of time
 * @param silences the silences that there are
 */
public record EventStory(List<Happening> events, Silences silences) implements Replay {

    private static final JsonPointer ROOT = JsonPointer.empty();

    public EventStory {
        events = List.copyOf(events);
    }

    /**
     * Reads it.
     *
     * @param samples reads payloads that stand in files of their own
     * @throws InvalidFileException with everything that is wrong in it
     */
    public static EventStory read(Path file, MappingSamples samples) {
        StoryFile story = StoryFile.read(file, samples);
        Instant start = story.start(ROOT, StoryFile.START);
        List<Happening> events = story.events(ROOT, start);
        Silences silences = story.silences(ROOT, start);
        if (story.at(ROOT.appendProperty("events")).isMissingNode()) {
            story.faults.add(ROOT, "no `events`", "a list of what happens", "add it, see docs/simulate.md");
        }
        if (!story.faults.findings().isEmpty()) {
            throw new InvalidFileException(story.faults.findings());
        }
        return new EventStory(events, silences);
    }

    @Override
    public void each(Consumer<Happening> each) {
        events.forEach(each);
    }

    @Override
    public Optional<Instant> end() {
        return Optional.empty();
    }
}
