package io.tocsin.files;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong in one YAML file, each mistake with its place. A mistake is told once: where something is said of a place,
 * nothing more is said of what stands there. It hides nothing of its neighbours, even of those on the same line.
 */
public final class Faults {
    private final List<Fault> faults = new ArrayList<>();
    private MarkedYaml yaml;

    private record Fault(String where, Finding finding) {}

    /** Those of a file: so far, what it has twice or by an alias. */
    Faults(MarkedYaml yaml) {
        this.yaml = yaml;
        yaml.slips().forEach(slip -> faults.add(new Fault(slip.where().toString(), slip.finding())));
    }

    /** The file as it was meant: what is misspelt and has been told stands under its right name. */
    public MarkedYaml yaml() {
        return yaml;
    }

    /** Says what is wrong at a place, unless something is said of it already. */
    public void add(JsonPointer where, String found, String expected, String fix) {
        if (!isTold(where)) {
            faults.add(new Fault(where.toString(), yaml.finding(where, found, expected, fix)));
        }
    }

    /** Whether something is said of this place or of one around it, so that what stands there means nothing. */
    public boolean isTold(JsonPointer where) {
        String place = where.toString();
        return faults.stream().anyMatch(fault -> isWithin(place, fault.where));
    }

    /** Whether something is said of this place, of one around it or of one within it, so that it can't be used as a whole. */
    public boolean spoils(JsonPointer where) {
        String place = where.toString();
        return faults.stream().anyMatch(fault -> isWithin(fault.where, place) || isWithin(place, fault.where));
    }

    /** Everything, in the order of lines. */
    public List<Finding> findings() {
        return faults.stream()
                .map(Fault::finding)
                .distinct()
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
    }

    void goOn(MarkedYaml asMeant) {
        yaml = asMeant;
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer) && (inner.length() == outer.length() || inner.charAt(outer.length()) == '/');
    }
}
