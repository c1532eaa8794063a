package dev.pulse.marketplace.http.search;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.pulse.marketplace.index.node.NodeField;
import dev.pulse.marketplace.index.node.Trait;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** What nodes must have. Their fields are visible to the maker of the OpenAPI document. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class CapacityQuery {
    @QueryParam("total_slices_min")
    @Parameter(
            description = "At least so many slices of 4 GB that its memory makes, and no more than it claims",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalSlicesMin;

    @QueryParam("total_slices_max")
    @Parameter(
            description = "At most so many slices of 4 GB that its memory makes, and no more than it claims",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalSlicesMax;

    @QueryParam("free_slices_min")
    @Parameter(
            description = "At least so many slices on offer that nobody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeSlicesMin;

    @QueryParam("free_slices_max")
    @Parameter(
            description = "At most so many slices on offer that nobody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeSlicesMax;

    @QueryParam("total_cpu_min")
    @Parameter(
            description = "At least so many processors",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalCpuMin;

    @QueryParam("total_cpu_max")
    @Parameter(
            description = "At most so many processors",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalCpuMax;

    @QueryParam("free_cpu_min")
    @Parameter(
            description = "At least so many processors that are not in a slice that somebody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeCpuMin;

    @QueryParam("free_cpu_max")
    @Parameter(
            description = "At most so many processors that are not in a slice that somebody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeCpuMax;

    @QueryParam("total_ram_min")
    @Parameter(
            description = "At least so many GB of memory",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalRamMin;

    @QueryParam("total_ram_max")
    @Parameter(
            description = "At most so many GB of memory",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalRamMax;

    @QueryParam("free_ram_min")
    @Parameter(
            description = "At least so many GB of memory that are not in a slice that somebody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeRamMin;

    @QueryParam("free_ram_max")
    @Parameter(
            description = "At most so many GB of memory that are not in a slice that somebody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeRamMax;

    @QueryParam("total_disk_min")
    @Parameter(
            description = "At least so many GB of disk",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalDiskMin;

    @QueryParam("total_disk_max")
    @Parameter(
            description = "At most so many GB of disk",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String totalDiskMax;

    @QueryParam("free_disk_min")
    @Parameter(
            description = "At least so many GB of disk that are not in a slice that somebody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeDiskMin;

    @QueryParam("free_disk_max")
    @Parameter(
            description = "At most so many GB of disk that are not in a slice that somebody holds",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String freeDiskMax;

    @QueryParam("gpu_count_min")
    @Parameter(
            description = "At least so many graphics processors",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String gpuCountMin;

    @QueryParam("gpu_count_max")
    @Parameter(
            description = "At most so many graphics processors",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    private String gpuCountMax;

    @QueryParam("has_gpu")
    @Parameter(description = "Whether it says that it has a graphics processor", schema = @Schema(type = "boolean"))
    private String hasGpu;

    @QueryParam("gpu_vendor")
    @Parameter(description = "Whatever its case; any of these; may be repeated", explode = Explode.TRUE)
    private List<String> gpuVendor;

    @QueryParam("gpu_model")
    @Parameter(description = "Whatever its case; any of these; may be repeated", explode = Explode.TRUE)
    private List<String> gpuModel;

    @QueryParam("gpu_model_contains")
    @Parameter(description = "What is in the name of a model, whatever its case")
    private String gpuModelContains;

    /** What they ask for. */
    void into(Conditions conditions) {
        conditions.between(NodeField.TOTAL_SLICES, totalSlicesMin, totalSlicesMax);
        conditions.between(NodeField.FREE_SLICES, freeSlicesMin, freeSlicesMax);
        conditions.between(NodeField.TOTAL_CPU, totalCpuMin, totalCpuMax);
        conditions.between(NodeField.FREE_CPU, freeCpuMin, freeCpuMax);
        conditions.between(NodeField.TOTAL_RAM, totalRamMin, totalRamMax);
        conditions.between(NodeField.FREE_RAM, freeRamMin, freeRamMax);
        conditions.between(NodeField.TOTAL_DISK, totalDiskMin, totalDiskMax);
        conditions.between(NodeField.FREE_DISK, freeDiskMin, freeDiskMax);
        conditions.between(NodeField.GPU_COUNT, gpuCountMin, gpuCountMax);
        conditions.is(Trait.HAS_GPU, "has_gpu", hasGpu);
        conditions.texts(NodeField.GPU_VENDOR, gpuVendor);
        conditions.texts(NodeField.GPU_MODEL, gpuModel);
        conditions.contains(NodeField.GPU_MODEL, gpuModelContains);
    }
}
