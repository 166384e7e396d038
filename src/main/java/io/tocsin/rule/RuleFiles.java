package io.tocsin.rule;

import io.tocsin.check.FileSet;
import io.tocsin.check.FileText;
import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import io.tocsin.check.LastGood;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the folder of rules files: {@code *.yaml} in alphabetical order, all as one list of rules. */
public final class RuleFiles {
    private final FileSet files;
    private final RuleFile file = new RuleFile();

    /** @param folder the folder, {@code routes/rules} */
    public RuleFiles(Path folder) {
        this(List.of(folder));
    }

    /** @param folders the folders, {@code routes/rules} first; rules apply in that order */
    public RuleFiles(List<Path> folders) {
        this.files = new FileSet(folders, List.of(".yaml", ".yml"));
    }

    /**
     * The rules of all files.
     *
     * @throws InvalidFileException with everything that is wrong in any of them
     */
    public Rules load() {
        List<Rule> rules = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        List<FileText> texts = files.texts();
        if (texts.isEmpty()) {
            findings.add(new Finding(
                    files.folders().stream().map(Path::toString).collect(Collectors.joining(", ")),
                    0,
                    "no rules file",
                    "at least one *.yaml",
                    "add one, see docs/rules.md"));
        }
        for (FileText text : texts) {
            try {
                refuseOtherEnding(text);
                rules.addAll(file.read(text.name(), text.content()));
            } catch (InvalidFileException invalid) {
                findings.addAll(invalid.findings());
            }
        }
        findings.addAll(repeatedNames(rules));
        if (!findings.isEmpty()) {
            throw new InvalidFileException(findings);
        }
        return new Rules(rules, FileText.version(texts));
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
            Rules rules = load();
            List<Finding> findings = faults.apply(rules);
            if (!findings.isEmpty()) {
                throw new InvalidFileException(findings);
            }
            return rules;
        });
    }

    private static void refuseOtherEnding(FileText text) {
        if (text.name().endsWith(".yml")) {
            throw new InvalidFileException(
                    List.of(new Finding(text.name(), 0, "the ending .yml", "the ending .yaml", "rename the file")));
        }
    }

    private static List<Finding> repeatedNames(List<Rule> rules) {
        Map<String, Rule> first = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            Rule other = first.putIfAbsent(rule.name(), rule);
            if (other != null) {
                findings.add(new Finding(
                        rule.origin().file(),
                        rule.origin().line(),
                        "the rule name `" + rule.name() + "` a second time",
                        "a name of its own for each rule",
                        "rename one of the two (the first is in "
                                + other.origin().file() + ":" + other.origin().line() + ")"));
            }
        }
        return findings;
    }
}
