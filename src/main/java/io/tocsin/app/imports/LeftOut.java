package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.files.MarkedYaml;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an import does not carry over, each with its line and why. */
final class LeftOut {

    private final MarkedYaml yaml;
    private final Set<Imported.Left> all = new LinkedHashSet<>();

    LeftOut(MarkedYaml yaml) {
        this.yaml = yaml;
    }

    /**
     * Says it of a place.
     *
     * @param where the place in the file
     * @param what what stands there, in a few words
     * @param why what becomes of it, and what to do
     */
    void add(JsonPointer where, String what, String why) {
        all.add(new Imported.Left(yaml.file(), yaml.line(where), what, why));
    }

    /** In the order of lines. */
    List<Imported.Left> all() {
        return all.stream().sorted(Comparator.comparingInt(Imported.Left::line)).toList();
    }
}
