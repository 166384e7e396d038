package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.mapping.JqLimits;
import io.tocsin.model.mapping.MappingFiles;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The files beside the routes that are data: rules and mappings, each followed as it changes. */
record RouteData(LastGood<Rules> rules, LastGood<Mappings> mappings) {

    /** @throws InvalidFileException with everything that is wrong in either */
    static RouteData read(HubSettings settings) {
        return read(settings, rules -> List.of());
    }

    /**
     * As {@link #read(HubSettings)}, for a hub that runs.
     *
     * @param ruleFaults what is wrong with rules that are well written in themselves
     * @throws InvalidFileException with everything that is wrong in either
     */
    static RouteData read(HubSettings settings, Function<Rules, List<Finding>> ruleFaults) {
        List<Finding> findings = new ArrayList<>(missingFolders(settings));
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        LastGood<Rules> rules = collect(findings, () -> ruleFiles(settings).follow(ruleFaults));
        LastGood<Mappings> mappings =
                collect(findings, () -> mappingFiles(settings).follow());
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return new RouteData(rules, mappings);
    }

    /** Route folders that the settings name and that are not there. */
    static List<Finding> missingFolders(HubSettings settings) {
        return settings.routes().stream()
                .filter(folder -> !Files.isDirectory(folder))
                .map(folder -> new Finding(
                        folder.toString(), 0, "no folder", "a folder with route files", "set hub.routes (HUB_ROUTES)"))
                .toList();
    }

    /** Where the rules are. */
    static RuleFiles ruleFiles(HubSettings settings) {
        return new RuleFiles(ruleFolders(settings));
    }

    /** The folders of rules. */
    static List<Path> ruleFolders(HubSettings settings) {
        return inEach(settings, "rules");
    }

    /** Where the mappings are. */
    static MappingFiles mappingFiles(HubSettings settings) {
        return new MappingFiles(
                        inEach(settings, "sources"),
                        settings.severity(),
                        settings.ownProperties(OwnProperties.MAPPING),
                        JqLimits.DEFAULT)
                .staleAfter(settings.duration(Setting.RESOLVE_AFTER));
    }

    /** The mappings as they would be without anything that an operator may set: what shipped samples are written for. */
    static Mappings mappingsByDefault(HubSettings settings) {
        return new MappingFiles(
                        inEach(settings, "sources"),
                        Severity.ofWord(Setting.SEVERITY.byDefault()).orElseThrow(),
                        Map.of(),
                        JqLimits.DEFAULT)
                .withShippedSeverities()
                .sound(new ArrayList<>());
    }

    void follow(ScheduledExecutorService timer, Duration interval) {
        timer.scheduleWithFixedDelay(rules::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(mappings::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<Path> inEach(HubSettings settings, String room) {
        return settings.routes().stream()
                .map(folder -> folder.resolve(room))
                .filter(Files::isDirectory)
                .toList();
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T collect(List<Finding> findings, Reading<T> reading) {
        try {
            return reading.read();
        } catch (InvalidFileException e) {
            findings.addAll(e.findings());
            return null;
        }
    }
}
