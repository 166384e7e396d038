package io.tocsin.app.imports.oncall;

import io.tocsin.app.imports.Imported;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of an import.
 *
 * @param files the text of each file, by its path below the folder
 * @param people how many people
 * @param teams how many teams
 * @param schedules how many schedules
 * @param escalations how many escalations
 * @param kinds the kinds of address that somebody has
 * @param left what was not carried over, by file and line
 */
public record ImportedOnCall(
        Map<String, String> files,
        int people,
        int teams,
        int schedules,
        int escalations,
        Set<String> kinds,
        List<Imported.Left> left) {

    public ImportedOnCall {
        files = Map.copyOf(files);
        left = List.copyOf(left);
    }
}
