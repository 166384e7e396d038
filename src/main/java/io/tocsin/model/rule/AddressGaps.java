package io.tocsin.model.rule;

import io.tocsin.files.Finding;
import io.tocsin.model.recipient.Person;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** People whom a rule tells via a kind of address that they have none of. They are told via the others only. */
public final class AddressGaps {

    private record Gap(Person person, String kind) {}

    private AddressGaps() {}

    /** One finding for each person and kind, at the person's line, naming the first rule that wants it. */
    public static List<Finding> of(Rules rules) {
        Recipients recipients = rules.recipients();
        Map<Gap, Rule> gaps = new LinkedHashMap<>();
        for (Rule rule : rules.all()) {
            for (Target.People target : rule.people()) {
                for (Person person : recipients.meant(target)) {
                    new TreeSet<>(target.via().all())
                            .stream()
                                    .filter(kind -> !person.has(kind))
                                    .forEach(kind -> gaps.putIfAbsent(new Gap(person, kind), rule));
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        gaps.forEach((gap, rule) -> findings.add(gap.person()
                .origin()
                .finding(
                        "no address of the kind `" + gap.kind() + "` of `"
                                + gap.person().name() + "`",
                        "one, because rule `" + rule.name() + "` notifies `"
                                + gap.person().name() + "` via " + gap.kind(),
                        "add `" + gap.kind() + ": <address>` to the addresses, or take it out of the rule's via")));
        return findings;
    }
}
