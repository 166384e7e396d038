package io.tocsin.model.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Faults;
import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.files.MarkedYaml;
import io.tocsin.files.SchemaCheck;
import io.tocsin.model.alert.AlertReader;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.alert.SeverityWords;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.InvalidPattern;
import io.tocsin.model.time.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code mappings.yaml} and the jq files that it names. */
public final class MappingFiles {
    /** After how long without another word an alert is over, by default, whose sender tells no ends. */
    public static final Duration STALE_AFTER = Duration.ofDays(7);

    private static final String FILE = "mappings.yaml";

    private final List<Path> folders;
    private final JqLimits limits;
    private final JqBuiltins builtins = new JqBuiltins();
    private final Map<String, String> properties;
    private final Severity defaultSeverity;
    private SeverityFiles severities;
    private Duration staleAfter = STALE_AFTER;
    private final SchemaCheck schema;

    /**
     * @param folder the folder with {@code mappings.yaml}: {@code routes/sources}
     * @param defaultSeverity the severity of alerts whose mapping gives none that is known
     * @param limits how much one run of a jq file may do
     */
    public MappingFiles(Path folder, Severity defaultSeverity, JqLimits limits) {
        this(List.of(folder), defaultSeverity, Map.of(), limits);
    }

    /**
     * @param folders the folders that may have a {@code mappings.yaml}, or sub-folders with one for each sender; those of a
     *     later folder are asked first, so that what a user adds comes before what is shipped, and those of a folder's
     *     sub-folders before the folder's own, which are the general ones
     * @param defaultSeverity the severity of alerts whose mapping gives none that is known
     * @param properties what jq files may know of the hub's settings: {@code $properties}
     * @param limits how much one run of a jq file may do
     */
    public MappingFiles(List<Path> folders, Severity defaultSeverity, Map<String, String> properties, JqLimits limits) {
        this.folders = List.copyOf(folders);
        this.properties = Map.copyOf(properties);
        this.limits = limits;
        this.defaultSeverity = defaultSeverity;
        this.severities = new SeverityFiles(folders);
        this.schema = SchemaCheck.shipped("mappings", Map.of());
    }

    /** Leaves {@code severities.yaml} out: words mean what they mean without it. */
    public MappingFiles withShippedSeverities() {
        this.severities = new SeverityFiles(List.of());
        return this;
    }

    /**
     * Says after how long without another word an alert is over whose sender tells no ends.
     *
     * @param time zero for never
     */
    public MappingFiles staleAfter(Duration time) {
        this.staleAfter = time;
        return this;
    }

    /**
     * The mappings, compiled.
     *
     * @throws InvalidFileException with everything that is wrong in {@code mappings.yaml}, a jq file or {@code
     *     severities.yaml}
     */
    public Mappings load() {
        List<Finding> findings = new ArrayList<>();
        Mappings mappings = sound(findings);
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return mappings;
    }

    /**
     * The mappings in which nothing is wrong: for a check, which looks at these further whatever the others are like.
     *
     * @param findings gets everything that is wrong, in the order of files and lines
     */
    public Mappings sound(List<Finding> findings) {
        List<FileText> texts = new ArrayList<>();
        Map<Mapping, JqProgram> programs = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Path file : files()) {
            try {
                load(file, names, programs, texts, findings);
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        AlertReader reader = new AlertReader(defaultSeverity, severityWords(texts, findings));
        findings.sort(Comparator.comparing(Finding::file).thenComparing(Finding::line));
        return new Mappings(
                programs,
                reader,
                Optional.of(staleAfter).filter(time -> !time.isZero()),
                properties,
                PropertiesRead.of(programs.keySet(), texts),
                FileText.version(texts));
    }

    private SeverityWords severityWords(List<FileText> texts, List<Finding> findings) {
        try {
            List<FileText> files = severities.texts();
            texts.addAll(files);
            return severities.sound(files, findings);
        } catch (InvalidFileException invalid) {
            findings.addAll(invalid.findings());
            return SeverityWords.shipped();
        }
    }

    /** In the order in which they are asked; where no folder has one, the first folder's, so that its absence is told. */
    private List<Path> files() {
        List<Path> there = new ArrayList<>();
        for (Path folder : folders) {
            there.addAll(0, files(folder));
        }
        return there.isEmpty() ? List.of(folders.get(0).resolve(FILE)) : there;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> within = Files.list(folder)) {
            return Stream.concat(within.filter(Files::isDirectory).sorted(), Stream.of(folder))
                    .map(each -> each.resolve(FILE))
                    .filter(Files::exists)
                    .toList();
        } catch (IOException unlistable) {
            throw new UncheckedIOException("cannot list " + folder, unlistable);
        }
    }

    private void load(
            Path file,
            Set<String> names,
            Map<Mapping, JqProgram> programs,
            List<FileText> texts,
            List<Finding> findings) {
        FileText text = FileText.read(file);
        texts.add(text);
        Faults faults = schema.check(MarkedYaml.readAll(text.name(), text.content()));
        JsonNode entries = faults.yaml().json().path("mappings");
        for (int i = 0; i < (entries.isArray() ? entries.size() : 0); i++) {
            JsonPointer where = JsonPointer.compile("/mappings/" + i);
            Optional<Mapping> mapping = mapping(faults, file.getParent(), where, names);
            Optional<FileText> jq = jq(faults, file.getParent(), where.appendProperty("jq"));
            if (jq.isPresent()) {
                try {
                    JqImports imports = JqImports.of(
                            jq.get(), jqFile(faults, file.getParent(), where).getParent());
                    JqProgram program = imports.compile(jq.get(), builtins, limits);
                    texts.add(jq.get());
                    texts.addAll(imports.modules());
                    mapping.ifPresent(sound -> programs.put(sound, program));
                } catch (InvalidFileException invalid) {
                    findings.addAll(invalid.findings());
                }
            }
        }
        findings.addAll(faults.findings());
    }

    /**
     * The mappings that follow their files: read now, and again at each check that finds a change, of a sample, too. An edit
     * after which one fails with a sample of its own is refused: every event of that kind would be a dead letter.
     */
    public LastGood<Mappings> follow() {
        return new LastGood<>(
                "mappings",
                new FileSet(folders, List.of(FILE, SeverityFiles.FILE, ".jq", ".json", AboutSample.ENDING)),
                this::load,
                this::tried);
    }

    private Mappings tried() {
        Mappings mappings = load();
        List<Finding> failures = new MappingSamples(mappings).failures();
        if (!failures.isEmpty()) {
            throw new InvalidFileException(failures);
        }
        return mappings;
    }

    /** Empty where something is wrong with what it takes or is called. */
    private Optional<Mapping> mapping(Faults faults, Path folder, JsonPointer where, Set<String> names) {
        MarkedYaml yaml = faults.yaml();
        JsonNode json = yaml.json().at(where);
        String name = json.path("name").asText("");
        if (!name.isEmpty() && !names.add(name)) {
            faults.add(
                    where.appendProperty("name"),
                    "the mapping name `" + name + "` a second time",
                    "a name of its own for each",
                    "rename one of the two");
        }
        Optional<EventPattern> when = pattern(faults, where.appendProperty("when"));
        Optional<EventPattern> headers = pattern(faults, where.appendProperty("headers"));
        if (faults.spoils(where)) {
            return Optional.empty();
        }
        return Optional.of(new Mapping(
                name,
                json.path("description").asText(""),
                when,
                headers,
                sources(json, name, folder),
                json.path("identity").asText("").equals("global"),
                json.path("order").asText("").equals("episodes"),
                json.path("ends").asBoolean(true),
                Span.read(json.path("resolveAfter").asText("")),
                copies(json),
                folder.resolve(json.path("jq").textValue()),
                folder.resolve(json.path("samples").asText("samples/" + name)),
                new Mapping.Origin(yaml.file(), yaml.line(where))));
    }

    private static Copies copies(JsonNode json) {
        Map<String, String> fields = new LinkedHashMap<>();
        json.path("copies")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().textValue()));
        Set<String> labels = new HashSet<>();
        json.path("labels").forEach(label -> labels.add(label.textValue()));
        return new Copies(fields, json.has("labels") ? Optional.of(labels) : Optional.empty());
    }

    /** Configuration binds a shipped mapping, or all of a sender's folder, to the sources that are believed for it. */
    private Set<String> sources(JsonNode json, String name, Path folder) {
        String bound = properties.getOrDefault(
                name + ".sources", properties.getOrDefault(folder.getFileName() + ".sources", ""));
        Set<String> sources = Arrays.stream(bound.split(","))
                .map(String::strip)
                .filter(source -> !source.isEmpty())
                .collect(Collectors.toSet());
        if (sources.isEmpty()) {
            json.path("source").forEach(source -> sources.add(source.textValue()));
        }
        return sources;
    }

    private static Optional<EventPattern> pattern(Faults faults, JsonPointer where) {
        JsonNode pattern = faults.yaml().json().at(where);
        if (pattern.isMissingNode() || faults.isTold(where)) {
            return Optional.empty();
        }
        List<InvalidPattern> wrong = EventPattern.faults(pattern);
        for (InvalidPattern part : wrong) {
            JsonPointer place = where.append(part.where());
            faults.add(place, "the pattern " + faults.yaml().shown(place), part.expected(), part.fix());
        }
        return wrong.isEmpty() ? Optional.of(EventPattern.compile(pattern)) : Optional.empty();
    }

    private static Path jqFile(Faults faults, Path folder, JsonPointer mapping) {
        return folder.resolve(faults.yaml().json().at(mapping).path("jq").textValue());
    }

    private static Optional<FileText> jq(Faults faults, Path folder, JsonPointer where) {
        JsonNode name = faults.yaml().json().at(where);
        if (!name.isTextual() || faults.isTold(where)) {
            return Optional.empty();
        }
        Path file = folder.resolve(name.textValue());
        try {
            return Optional.of(FileText.read(file));
        } catch (InvalidFileException unreadable) {
            Finding why = unreadable.findings().get(0);
            faults.add(where, why.found() + " at " + file, why.expected(), why.fix());
            return Optional.empty();
        }
    }
}
