package dev.pulse.system.next;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.compiler.specific.SpecificCompiler.FieldVisibility;
import org.apache.avro.generic.GenericData.StringType;

/**
 * Makes the classes in which the next build differs: the records of {@link NextSchemas}, as Avro's own compiler makes them.
 * A service with these in front of its class path is another version of it: it registers its schemas, writes records with
 * the field that nobody knows yet, and reads those without it.
 *
 * <p>The rest of its code is that of today, so each record can still be made without the field, which then says {@link
 * NextSchemas#VALUE}; and the forms that are written by hand, which fit one schema alone, give way to Avro. Not for use by
 * several threads.
 */
public final class NextBuild {
    private static final Pattern ALL_ARGUMENTS =
            Pattern.compile("  public (\\w+)\\(java\\.lang\\.String " + NextSchemas.FIELD + ", ([^)]+)\\) \\{");

    private static final String WITHOUT_FORMS = """
            package dev.pulse.schemas.binary;

            public interface BinaryForm<V extends org.apache.avro.specific.SpecificRecord> {
                java.util.Map<org.apache.avro.Schema, BinaryForm<? extends org.apache.avro.specific.SpecificRecord>> ALL =
                        java.util.Map.of();

                void write(V record, BinaryOutput out);

                V read(BinaryInput in);
            }
            """;

    private final Path folder;
    private Path made;

    /** @param folder for its classes, made when they are first asked for */
    public NextBuild(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder of its classes, to be put in front of a class path. The first call makes them, which takes some seconds.
     *
     * @throws IllegalStateException when they don't compile, with what the compiler says, or where there is no compiler
     * @throws UncheckedIOException when the folder can't be written
     */
    public Path classes() {
        if (made == null) {
            Path sources = folder.resolve("sources");
            Path classes = folder.resolve("classes");
            try {
                Files.createDirectories(sources);
                Files.createDirectories(classes);
                compile(write(sources), classes);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            made = classes;
        }
        return made;
    }

    private static List<Path> write(Path sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Schema schema : NextSchemas.all()) {
            SpecificCompiler compiler = new SpecificCompiler(schema);
            compiler.setStringType(StringType.String);
            compiler.setFieldVisibility(FieldVisibility.PRIVATE);
            compiler.setCreateSetters(false);
            compiler.compileToDestination(null, sources.toFile());
            Path file = sources.resolve(schema.getFullName().replace('.', '/') + ".java");
            Files.writeString(file, alsoWithoutTheField(Files.readString(file)));
            files.add(file);
        }
        Path forms = sources.resolve("BinaryForm.java");
        Files.writeString(forms, WITHOUT_FORMS);
        files.add(forms);
        return files;
    }

    /** Adds the constructor that the code of today calls. */
    private static String alsoWithoutTheField(String source) {
        Matcher all = ALL_ARGUMENTS.matcher(source);
        if (!all.find()) {
            throw new IllegalStateException("a record of Avro's compiler has another constructor than it had");
        }
        String names = Stream.of(all.group(2).split(", (?=[a-z]+\\.)", -1))
                .map(parameter -> parameter.substring(parameter.lastIndexOf(' ') + 1))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        String shorter = "  public %s(%s) {\n    this(\"%s\", %s);\n  }\n\n"
                .formatted(all.group(1), all.group(2), NextSchemas.VALUE, names);
        return source.substring(0, all.start()) + shorter + source.substring(all.start());
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("there is no Java compiler here: a JDK is needed, not a runtime alone");
        }
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
            boolean done = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!done) {
                throw new IllegalStateException("the next build does not compile:\n" + said);
            }
        }
    }
}
