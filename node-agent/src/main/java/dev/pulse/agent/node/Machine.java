package dev.pulse.agent.node;

import com.sun.management.OperatingSystemMXBean;
import dev.pulse.domain.heartbeat.Capacity;
import dev.pulse.domain.heartbeat.Gpu;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be read of the machine that this process runs on. Whatever cannot be read is left unsaid, never guessed:
 * null, -1 or an empty list.
 */
public final class Machine {
    /** Bytes in a GB of memory (2^30: memory comes in powers of two). */
    private static final long MEMORY_GB = 1L << 30;
    /** Bytes in a GB of disk (10^9: disks are sold in powers of ten). */
    private static final long DISK_GB = 1_000_000_000L;

    private static final Pattern MEM_TOTAL = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");
    private static final Pattern GPU_MODEL = Pattern.compile("(?m)^Model:\\s+(.+)$");

    private final Path proc;
    private final Path storage;

    /**
     * @param proc the proc file system, {@code /proc}
     * @param storage a folder on the file system whose size is offered
     */
    public Machine(Path proc, Path storage) {
        this.proc = proc;
        this.storage = storage;
    }

    /** Host name from the kernel, otherwise from the resolver, or null. */
    public String hostname() {
        String kernel = read(proc.resolve("sys/kernel/hostname")).strip();
        if (!kernel.isEmpty()) {
            return kernel;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return null;
        }
    }

    /** Seconds since the machine started, or -1. */
    public long uptimeS() {
        String[] fields = read(proc.resolve("uptime")).strip().split("[ .]", 2);
        return fields[0].matches("[0-9]{1,18}") ? Long.parseLong(fields[0]) : -1;
    }

    /** Logical processors, memory, disk, GPUs and the slices that follow from the memory. */
    public Capacity capacity() {
        return capacity(Capacity.UNSAID);
    }

    /**
     * The same, and what is rented of it.
     *
     * @param slicesUsed slices, or {@link Capacity#UNSAID}
     */
    public Capacity capacity(long slicesUsed) {
        long ramGb = ramGb();
        return new Capacity(
                Runtime.getRuntime().availableProcessors(),
                ramGb,
                diskGb(),
                gpus().size(),
                ramGb < 0 ? Capacity.UNSAID : Capacity.slicesOf(ramGb),
                slicesUsed);
    }

    /** NVIDIA GPUs as their driver names them; the driver's folder says nothing of their memory. */
    public List<Gpu> gpus() {
        List<Gpu> found = new ArrayList<>();
        Path folder = proc.resolve("driver/nvidia/gpus");
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> cards = Files.newDirectoryStream(folder)) {
            for (Path card : cards) {
                Matcher model = GPU_MODEL.matcher(read(card.resolve("information")));
                if (model.find()) {
                    found.add(new Gpu("nvidia", model.group(1).strip(), -1));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    /** The address of this machine inside 400::/7, the range of the Mycelium overlay, or null where it has none. */
    public String myceliumIp() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Machine::isMycelium)
                    .map(Machine::text)
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (SocketException e) {
            return null;
        }
    }

    /** Whether an address lies inside 400::/7. */
    static boolean isMycelium(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0x04;
    }

    /** The form of RFC 5952: lower case, no leading zeros, the longest run of zero groups as {@code ::}. */
    static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        int[] groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < groups.length; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                out.append(':');
            }
            out.append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }

    /** The smaller of what the kernel has and what this process may use (a container's limit), in whole GB, or -1. */
    private long ramGb() {
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
        Matcher total = MEM_TOTAL.matcher(read(proc.resolve("meminfo")));
        if (total.find()) {
            limit = Math.min(limit, Long.parseLong(total.group(1)) * 1024);
        }
        return limit == Long.MAX_VALUE || limit <= 0 ? Capacity.UNSAID : limit / MEMORY_GB;
    }

    private long diskGb() {
        try {
            return Files.getFileStore(storage).getTotalSpace() / DISK_GB;
        } catch (IOException e) {
            return Capacity.UNSAID;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
