package io.tocsin.model.rule;

import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.recipient.KnownPeople;
import io.tocsin.model.recipient.RecipientFiles;
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
 * {@code recipients.yaml}, which says who the people are that rules tell. Both are read as one, so that no rule in use
 * names a person that is not there.
 */
public final class RuleFiles {
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
        List<FileText> texts = new ArrayList<>();
        List<FileText> ofPeople = new ArrayList<>();
        for (Path path : files.paths()) {
            try {
                (holdsRecipients(path) ? ofPeople : texts).add(FileText.read(path));
            } catch (InvalidFileException unreadable) {
                findings.addAll(unreadable.findings());
            }
        }
        KnownPeople known = recipientFiles.sound(ofPeople, findings);
        if (files.paths().stream().filter(RuleFiles::holdsRecipients).count() > ofPeople.size()) {
            known = known.andAnything();
        }
        if (files.paths().stream().allMatch(RuleFiles::holdsRecipients)) {
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
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        findings.addAll(repeatedNames(namings));
        findings.addAll(HoldsFile.repeatedNames(held));
        findings.addAll(GroupingEntries.together(groupings));
        List<FileText> all = new ArrayList<>(texts);
        all.addAll(ofPeople); // who is notified is decided by them as well
        return new Rules(
                rules,
                namings,
                new Groupings(groupings),
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

    private static boolean holdsRecipients(Path path) {
        return path.getFileName().toString().equals(RecipientFiles.NAME);
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
