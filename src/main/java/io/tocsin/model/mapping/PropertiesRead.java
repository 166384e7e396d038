package io.tocsin.model.mapping;

import io.tocsin.files.FileText;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which of the hub's properties mappings read: the sources that they are bound to, and what jq files name. */
final class PropertiesRead {
    private static final Pattern NAMED = Pattern.compile("\\$properties(?:\\.([A-Za-z_]\\w*)|\\.?\\[\"([^\"]+)\"])");

    private PropertiesRead() {}

    static Set<String> of(Collection<Mapping> mappings, Collection<FileText> texts) {
        Set<String> names = new TreeSet<>();
        for (Mapping mapping : mappings) {
            names.add(mapping.name() + ".sources");
            names.add(mapping.jq().getParent().getFileName() + ".sources");
        }
        texts.forEach(text -> NAMED.matcher(text.content())
                .results()
                .forEach(found -> names.add(found.group(1) == null ? found.group(2) : found.group(1))));
        return names;
    }
}
