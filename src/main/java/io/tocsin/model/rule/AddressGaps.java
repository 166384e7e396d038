package io.tocsin.model.rule;

import io.tocsin.files.Finding;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Via;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** People whom a rule tells via a kind of address that they have none of. They are told via the others only. */
public final class AddressGaps {

    private record Gap(Person person, String kind) {}

    private AddressGaps() {}

    /** One finding for each person and kind, at the person's line, naming the first rule that wants it. */
    public static List<Finding> of(Rules rules) {
        Recipients recipients = rules.recipients();
        Map<Gap, Naming> gaps = new LinkedHashMap<>();
        for (Naming rule : rules.namings()) {
            for (Target.People target : rule.people()) {
                Collection<Person> meant = recipients.meant(target);
                for (Set<String> kinds : lists(target.via())) {
                    // Where nobody has any of them, the rule is told so.
                    if (meant.stream().anyMatch(person -> kinds.stream().anyMatch(person::has))) {
                        meant.forEach(person -> gaps(person, kinds).forEach(gap -> gaps.putIfAbsent(gap, rule)));
                    }
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        gaps.forEach((gap, rule) -> findings.add(gap.person()
                .origin()
                .finding(
                        "no address of the kind `" + gap.kind() + "` of `"
                                + gap.person().name() + "`",
                        "one, because " + rule.shown() + " notifies `"
                                + gap.person().name() + "` via " + gap.kind(),
                        "add `" + gap.kind() + ": <address>` to the addresses, or take it out of the rule's via")));
        return findings;
    }

    private static Set<Set<String>> lists(Via via) {
        Set<Set<String>> lists = new LinkedHashSet<>();
        via.bySeverity().values().forEach(kinds -> lists.add(new TreeSet<>(kinds)));
        lists.add(new TreeSet<>(via.otherwise()));
        return lists;
    }

    private static List<Gap> gaps(Person person, Set<String> kinds) {
        return kinds.stream()
                .filter(kind -> !person.addresses().isEmpty() && !person.has(kind))
                .map(kind -> new Gap(person, kind))
                .toList();
    }
}
