package io.tocsin.source.sns;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Files by address, in place of the network. */
final class Shelf implements Fetch {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();

    Shelf put(String address, byte[] file) {
        files.put(address, file);
        return this;
    }

    @Override
    public CompletionStage<byte[]> get(URI address) {
        asked.add(address.toString());
        byte[] file = files.get(address.toString());
        return file == null
                ? CompletableFuture.failedStage(new NotThereException(address, 404))
                : CompletableFuture.completedStage(file);
    }
}
