package io.tocsin.app.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the hub needs of its machine: processor, heap, open files, and room on the disk of its data folder. All is asked for when
 * somebody scrapes, but for collections of garbage, which are counted as they happen.
 */
final class ProcessMeters implements AutoCloseable {

    private interface Size {
        double bytes(FileStore disk) throws IOException;
    }

    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();

    /** @param data the data folder, which is there */
    ProcessMeters(MeterRegistry meters, Path data) {
        for (MeterBinder binder : List.of(
                new UptimeMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new JvmMemoryMetrics(),
                collections,
                pressure)) {
            binder.bindTo(meters);
        }
        Gauge.builder("tocsin.disk.free.bytes", data, folder -> read(folder, FileStore::getUsableSpace))
                .strongReference(true)
                .description("What this hub may still write to the disk of its data folder")
                .register(meters);
        Gauge.builder("tocsin.disk.total.bytes", data, folder -> read(folder, FileStore::getTotalSpace))
                .strongReference(true)
                .description("How large the disk of its data folder is")
                .register(meters);
    }

    /**
     * Says how large the files of a store are.
     *
     * @param store the file; beside it lies what is not yet written to it
     */
    void ofStore(MeterRegistry meters, Path store) {
        file(meters, "store", store);
        file(meters, "log", store.resolveSibling(store.getFileName() + "-wal"));
    }

    private static void file(MeterRegistry meters, String which, Path path) {
        Gauge.builder("tocsin.store.bytes", path, ProcessMeters::size)
                .strongReference(true)
                .description("How large the store's file is, and its write-ahead log")
                .tag("file", which)
                .register(meters);
    }

    private static double size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double read(Path folder, Size size) {
        try {
            return size.bytes(Files.getFileStore(folder));
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        collections.close();
        pressure.close();
    }
}
