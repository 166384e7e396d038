package io.tocsin.app.imports;

import java.util.List;
import java.util.Map;

/**
 * What came of an import.
 *
 * @param files the text of each file, by its path below the folder
 * @param secrets the content of each secret that stood in the source, by its path below the folder; for the hub's user alone
 * @param rules how many rules it has
 * @param groupings how many entries say which alerts are one incident
 * @param inhibitions how many inhibitions it has
 * @param receivers the names of its receivers
 * @param left what was not carried over, in the order of lines
 */
public record Imported(
        Map<String, String> files,
        Map<String, String> secrets,
        int rules,
        int groupings,
        int inhibitions,
        List<String> receivers,
        List<Left> left) {

    /**
     * Something that was not carried over.
     *
     * @param file the file's path as the user typed it
     * @param line its 1-based line
     * @param what what stands there
     * @param why what becomes of it, and what to do
     */
    public record Left(String file, int line, String what, String why) {

        @Override
        public String toString() {
            return file + ":" + line + ": " + what + ": " + why;
        }
    }

    public Imported {
        files = Map.copyOf(files);
        secrets = Map.copyOf(secrets);
        receivers = List.copyOf(receivers);
        left = List.copyOf(left);
    }
}
