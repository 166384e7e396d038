package io.tocsin.model.rule;

import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.recipient.KnownPeople;
import io.tocsin.model.recipient.RecipientFiles;
import io.tocsin.model.schedule.ScheduleFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the folder of rules files: {@code *.yaml} in alphabetical order, all as one list of rules; but for
 * {@code recipients.yaml}, which says who the people are that rules tell, {@code schedules.yaml}, which says who of them is on call,
 * and the folder {@value #TESTS}. All are read as one, so that no rule in use names a person or a schedule that is not there.
 */
public final class RuleFiles {

    /** The folder beside the files in which tests of them stand, which is not read here. */
    public static final String TESTS = "tests";

    private final FileSet files;
    private final RuleFile file = new RuleFile();
    private RecipientFiles recipientFiles = new RecipientFiles();

    /** @param folder the folder, {@code routes/rules} */
    public RuleFiles(Path folder) {
        this(List.of(folder));
    }

    /** @param folders the folders, {@code routes/rules} first; rules apply in that order */
    public RuleFiles(List<Path> folders) {
        this.files = new FileSet(folders, List.of(".yaml", ".yml"));
    }

    /** Calls another language of a reader than these a mistake. */
    public RuleFiles withLanguages(Set<String> languages) {
        recipientFiles = new RecipientFiles(languages);
        return this;
    }

    /**
     * The rules of all files, with the recipients.
     *
     * @throws InvalidFileException with everything that is wrong in any of them
     */
    public Rules load() {
        List<Finding> findings = new ArrayList<>();
        Rules rules = sound(findings);
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return rules;
    }

    /**
     * The rules in which nothing is wrong: for a check, which looks at these further whatever the others are like.
     *
     * @param findings gets everything that is wrong
     */
    public Rules sound(List<Finding> findings) {
        List<Rule> rules = new ArrayList<>();
        List<Naming> namings = new ArrayList<>();
        List<HoldsFile> held = new ArrayList<>();
        List<Grouping> groupings = new ArrayList<>();
        List<Relation> relations = new ArrayList<>();
        List<EscalationEntries> escalations = new ArrayList<>();
        List<CheckInEntries> checkIns = new ArrayList<>();
        List<QuestionEntries> questions = new ArrayList<>();
        List<FileText> texts = new ArrayList<>();
        List<FileText> ofPeople = new ArrayList<>();
        List<FileText> ofSchedules = new ArrayList<>();
        List<Path> paths = paths();
        for (Path path : paths) {
            try {
                (holdsRecipients(path) ? ofPeople : holdsSchedules(path) ? ofSchedules : texts)
                        .add(FileText.read(path));
            } catch (InvalidFileException unreadable) {
                findings.addAll(unreadable.findings());
            }
        }
        KnownPeople known = recipientFiles.sound(ofPeople, findings);
        if (paths.stream().filter(RuleFiles::holdsRecipients).count() > ofPeople.size()) {
            known = known.andAnything();
        }
        known = known.with(ScheduleFiles.read(ofSchedules), ofSchedules, findings);
        if (paths.stream().filter(RuleFiles::holdsSchedules).count() > ofSchedules.size()) {
            known = known.andAnything();
        }
        if (paths.stream().allMatch(path -> holdsRecipients(path) || holdsSchedules(path))) {
            findings.add(new Finding(
                    files.folders().stream().map(Path::toString).collect(Collectors.joining(", ")),
                    0,
                    "no rules file",
                    "at least one *.yaml",
                    "add one, see docs/rules.md"));
        }
        for (FileText text : texts) {
            refuseOtherEnding(text, findings);
            try {
                RuleFile.Content content = file.read(text.name(), text.content(), known, findings);
                rules.addAll(content.sound());
                held.add(content.held());
                namings.addAll(content.namings());
                groupings.addAll(content.groupings());
                relations.addAll(content.relations());
                escalations.add(content.escalations());
                checkIns.add(content.checkIns());
                questions.add(content.questions());
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        findings.addAll(repeatedNames(namings));
        findings.addAll(UnlessNames.look(rules, namings));
        List<EscalationEntries.Named> named =
                escalations.stream().flatMap(all -> all.named().stream()).toList();
        findings.addAll(EscalationEntries.repeatedNames(named));
        findings.addAll(EscalationEntries.unknown(rules, named));
        held.forEach(holds -> namings.addAll(holds.namings()));
        escalations.forEach(all -> namings.addAll(all.namings()));
        questions.forEach(all -> namings.addAll(all.namings()));
        findings.addAll(HoldsFile.repeatedNames(held));
        findings.addAll(CheckInEntries.repeatedNames(checkIns));
        findings.addAll(QuestionEntries.repeatedNames(questions));
        findings.addAll(GroupingEntries.together(groupings));
        List<FileText> all = new ArrayList<>(texts);
        all.addAll(ofPeople); // who is notified is decided by them as well
        all.addAll(ofSchedules);
        return new Rules(
                rules,
                namings,
                new Groupings(groupings),
                relations,
                EscalationEntries.byName(escalations.stream()
                        .flatMap(each -> each.sound().stream())
                        .toList()),
                CheckInEntries.byName(checkIns),
                questions.stream().flatMap(each -> each.sound().stream()).toList(),
                known.recipients(),
                HoldsFile.all(held),
                FileText.version(all));
    }

    /** The rules that follow their files: read now, and again at each check that finds a change. */
    public LastGood<Rules> follow() {
        return follow(rules -> List.of());
    }

    /**
     * As {@link #follow()}, and refused where somebody else finds something, too.
     *
     * @param faults what is wrong with rules that are well written in themselves, such as a receiver that does not run
     */
    public LastGood<Rules> follow(Function<Rules, List<Finding>> faults) {
        return new LastGood<>("rules", files, () -> {
            List<Finding> findings = new ArrayList<>();
            Rules rules = sound(findings);
            findings.addAll(faults.apply(rules));
            if (!findings.isEmpty()) {
                throw new InvalidFileException(findings);
            }
            return rules;
        });
    }

    private List<Path> paths() {
        return files.paths().stream()
                .filter(path -> files.folders().stream().noneMatch(folder -> path.startsWith(folder.resolve(TESTS))))
                .toList();
    }

    private static boolean holdsRecipients(Path path) {
        return path.getFileName().toString().equals(RecipientFiles.NAME);
    }

    private static boolean holdsSchedules(Path path) {
        return path.getFileName().toString().equals(ScheduleFiles.NAME);
    }

    private static void refuseOtherEnding(FileText text, List<Finding> findings) {
        if (text.name().endsWith(".yml")) {
            findings.add(new Finding(text.name(), 0, "the ending .yml", "the ending .yaml", "rename the file"));
        }
    }

    private static List<Finding> repeatedNames(List<Naming> rules) {
        Map<String, Naming> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Naming rule : rules) {
            Naming other = rule.rule().isEmpty() ? null : first.putIfAbsent(rule.rule(), rule);
            if (other != null) {
                findings.add(new Finding(
                        rule.origin().file(),
                        rule.origin().line(),
                        "the rule name `" + rule.rule() + "` a second time",
                        "a name of its own for each rule",
                        "rename one of the two (the first is in "
                                + other.origin().file() + ":" + other.origin().line() + ")"));
            }
        }
        return findings;
    }
}
