package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.silence.PlannedWindows;
import io.tocsin.model.silence.Silences;
import io.tocsin.pipeline.simulate.EventHistory;
import io.tocsin.pipeline.simulate.EventLines;
import io.tocsin.pipeline.simulate.EventStory;
import io.tocsin.pipeline.simulate.Foresight;
import io.tocsin.pipeline.simulate.Happening;
import io.tocsin.pipeline.simulate.Replay;
import io.tocsin.store.sql.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A hub's files and its store as far as a simulation needs them: no route is made, no port is opened, nothing is written. A hub may
 * run on the store.
 */
public final class HubSimulation {

    private final HubSettings settings;
    private final Mappings mappings;

    /**
     * Reads the mappings.
     *
     * @throws InvalidFileException if one of them is wrong
     */
    public HubSimulation(HubSettings settings) {
        this.settings = settings;
        List<Finding> missing = RouteData.missingFolders(settings);
        if (!missing.isEmpty()) {
            throw new InvalidFileException(missing);
        }
        this.mappings = RouteData.mappingFiles(settings).load();
    }

    /** What payloads mean. */
    public Foresight foresight() {
        return new Foresight(mappings);
    }

    /** The rules in use. @throws InvalidFileException if one of them is wrong */
    public Rules rules() {
        return RouteData.ruleFiles(settings).load();
    }

    /**
     * The rules of a folder, recipients included.
     *
     * @throws InvalidFileException if one of them is wrong, or there is none
     */
    public Rules rules(Path folder) {
        return new RuleFiles(folder).load();
    }

    /** What a file says that happens: YAML, or JSON with an object for each event. @throws InvalidFileException if it is wrong */
    public Replay file(Path file) {
        MappingSamples samples = new MappingSamples(mappings);
        return file.toString().matches(".*\\.ya?ml") ? EventStory.read(file, samples) : new EventLines(file, samples);
    }

    /**
     * What came into the store.
     *
     * @param since from when on
     * @param until up to when
     * @param use goes through it
     * @throws CannotStartException if there is no store, or it cannot be read
     */
    public <T> T history(Instant since, Instant until, Function<Replay, T> use) {
        Dialect dialect = dialect();
        try (Handle store = Jdbi.open(dialect.onlooker())) {
            return use.apply(new Stored(new EventHistory(store), since, until));
        } catch (InvalidFileException wrong) {
            throw wrong;
        } catch (RuntimeException failed) {
            throw StartFailure.ofStore(dialect, failed);
        }
    }

    private Dialect dialect() {
        Path file = settings.data().resolve("hub.db");
        if (settings.text(Setting.STORE).isEmpty() && !Files.exists(file)) {
            throw new CannotStartException("There is no store yet: " + file
                    + " is not there. Name a file with --events, or" + " say where the store is (hub.data, hub.store)");
        }
        return StoreChoice.of(settings, file);
    }

    private record Stored(EventHistory history, Instant since, Instant until) implements Replay {

        @Override
        public Silences silences() {
            return history.silences(since);
        }

        @Override
        public PlannedWindows windows() {
            return history.windows(since);
        }

        @Override
        public void each(Consumer<Happening> each) {
            history.each(since, until, each::accept);
        }

        @Override
        public Optional<Instant> end() {
            return Optional.of(until);
        }
    }
}
