package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs each mapping's samples and compares what comes out with the alerts that are expected.
 *
 * <p>A sample is {@code <name>.json}, the payload; beside it {@code <name>.expected.json} is a list of alerts. Every field
 * that an expected alert names must be so; fields that it does not name are not compared. An empty list says that nothing
 * is to be told. Samples are received from source {@code sample} at 2026-01-01T00:00:00Z, unless {@code <name>.about.yaml}
 * says otherwise; see {@link AboutSample}. What an operator's settings change of the outcome is no difference.
 */
public final class MappingSamples {
    /** The name of the source that samples come from. */
    public static final String SOURCE = "sample";
    /** When samples are received. */
    public static final Instant RECEIVED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final String EXPECTED = ".expected.json";

    private final Mappings mappings;
    private final Supplier<Mappings> byDefault;
    private Mappings plain;

    /** @param mappings whose samples are run */
    public MappingSamples(Mappings mappings) {
        this(mappings, () -> mappings);
    }

    /**
     * As {@link #MappingSamples(Mappings)}, for mappings that an operator's settings bear on.
     *
     * @param byDefault the same mappings under default settings; a sample that gives under these what is expected is right,
     *     because what is shipped is written for them. Asked for once, and only if a sample differs
     */
    public MappingSamples(Mappings mappings, Supplier<Mappings> byDefault) {
        this.mappings = mappings;
        this.byDefault = byDefault;
    }

    /** A finding for each sample that gives something else, or that is missing; empty where all is well. */
    public List<Finding> check() {
        return mappings.all().stream()
                .flatMap(mapping -> check(mapping).stream())
                .toList();
    }

    /**
     * A finding for each mapping whose jq file fails with one of its samples, which is milliseconds for each: it would fail
     * with what its sender sends. What differs from what is expected is no failure, nor is a sample that can't be read.
     */
    List<Finding> failures() {
        return mappings.all().stream()
                .flatMap(mapping -> files(mapping).stream()
                        .flatMap(sample -> failure(mapping, sample).stream())
                        .limit(1))
                .toList();
    }

    private Optional<Finding> failure(Mapping mapping, Path sample) {
        try {
            MapResult result = mappings.map(given(mapping, AboutSample.beside(sample), read(sample)));
            return result instanceof MapResult.Failed failed && failed.mapping().equals(mapping.name())
                    ? Optional.of(new Finding(
                            mapping.jq().toString(),
                            0,
                            "a mapping that fails with its sample " + sample + ": " + failed.reason(),
                            "alerts for each of its samples",
                            "correct it; or the sample, if its sender sends no such thing"))
                    : Optional.empty();
        } catch (InvalidFileException unreadable) {
            return Optional.empty(); // for ./hub check to tell
        }
    }

    private static List<Path> files(Mapping mapping) {
        return new FileSet(mapping.samples(), List.of(".json"))
                .paths().stream()
                        .filter(path -> !path.toString().endsWith(EXPECTED))
                        .toList();
    }

    private List<Finding> check(Mapping mapping) {
        List<Path> samples = files(mapping);
        if (samples.isEmpty()) {
            return List.of(new Finding(
                    mapping.origin().file(),
                    mapping.origin().line(),
                    "no sample of mapping `" + mapping.name() + "`",
                    "at least one <name>.json with <name>.expected.json in " + mapping.samples(),
                    "save a real payload there"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Path sample : samples) {
            try {
                findings.addAll(check(mapping, sample));
            } catch (InvalidFileException unreadable) {
                findings.addAll(unreadable.findings());
            }
        }
        return findings.stream().distinct().toList(); // what each of several samples shows is told once
    }

    private List<Finding> check(Mapping mapping, Path sample) {
        String name = sample.getFileName().toString().replaceFirst("\\.json$", "");
        JsonNode payload = read(sample);
        Path expectedFile = sample.resolveSibling(name + EXPECTED);
        JsonNode expected = read(expectedFile);
        // All mappings are asked, not this one alone: one that stands before it may take its payload.
        Payload given = given(mapping, AboutSample.beside(sample), payload);
        SampleDifference difference = new SampleDifference(expectedFile.toString(), mapping);
        List<Finding> findings = new ArrayList<>(difference.findings(expected, mappings.map(given)));
        if (!findings.isEmpty() && isRightByDefault(difference, expected, given)) {
            findings.clear();
        }
        findings.addAll(copies(mapping, sample, given));
        SampleWords words = new SampleWords(mapping, sample);
        findings.addAll(words.fields(mappings.outputs(mapping, given)));
        if (mappings.mapBy(mapping, given) instanceof MapResult.Mapped mapped) {
            findings.addAll(words.severities(mapped.alerts(), expected));
        }
        return findings;
    }

    private boolean isRightByDefault(SampleDifference difference, JsonNode expected, Payload given) {
        if (plain == null) {
            plain = byDefault.get();
        }
        return difference.findings(expected, plain.map(given)).isEmpty();
    }

    /** Whether the sample, as it is and with other values in the fields that are said to be copied, refutes `copies`. */
    private List<Finding> copies(Mapping mapping, Path sample, Payload given) {
        List<String> refuted = new ArrayList<>(refuted(mapping, given));
        mapping.copies().probes(given.content()).stream()
                .filter(probe -> mapping.when().map(when -> when.matches(probe)).orElse(true))
                .map(probe -> new Payload(probe, given.source(), given.headers(), RECEIVED_AT))
                .forEach(probe -> refuted.addAll(refuted(mapping, probe)));
        return refuted.stream()
                .distinct()
                .map(why -> new Finding(
                        mapping.origin().file(),
                        mapping.origin().line(),
                        "`copies` or `labels` of mapping `" + mapping.name() + "`, refuted by " + sample + ": " + why,
                        "only what holds for every payload: event patterns in AWS are made narrower by it",
                        "take it out"))
                .toList();
    }

    private List<String> refuted(Mapping mapping, Payload payload) {
        return mappings.mapBy(mapping, payload) instanceof MapResult.Mapped mapped
                ? mapping.copies().refutedBy(payload.content(), mapped.alerts())
                : List.of();
    }

    /**
     * What a file would be if it had been received: a sample as its mapping's, any other file as its side file says, if it
     * has one.
     *
     * @param file JSON
     * @param source the source of a file that says none
     * @throws InvalidFileException if it or its side file cannot be read
     */
    public Payload payload(Path file, String source) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        AboutSample about = AboutSample.beside(file);
        JsonNode content = read(file);
        return mappings.all().stream()
                .filter(mapping ->
                        mapping.samples().toAbsolutePath().normalize().equals(folder))
                .findFirst()
                .map(mapping -> given(mapping, about, content))
                .orElseGet(() -> new Payload(content, about.source().orElse(source), about.headers(), RECEIVED_AT));
    }

    private static Payload given(Mapping mapping, AboutSample about, JsonNode content) {
        return new Payload(
                content,
                about.source().filter(mapping::takesFrom).orElseGet(() -> source(mapping)),
                about.headers(),
                RECEIVED_AT);
    }

    private static String source(Mapping mapping) {
        return mapping.sources().stream().sorted().findFirst().orElse(SOURCE);
    }

    private JsonNode read(Path file) {
        return FileText.read(file).json("JSON", "look at this line and the one above it");
    }
}
