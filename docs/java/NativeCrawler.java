import static java.lang.foreign.ValueLayout.*;

import java.lang.foreign.*;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** An index in the JVM's own process, through libreprise_c.so (include/reprise/reprise.h). JDK 22 or later, no other library. Any thread may call. */
public final class NativeCrawler implements AutoCloseable {
  private static final long VIEW_BYTES = 16;                // reprise_view: pointer, size
  private static final long ARTICLE_BYTES = 8 + 8 * VIEW_BYTES;  // reprise_article: struct_size, then these, in this order:
  private static final String[] FIELDS = {"id", "outlet", "published", "fetched", "url", "title", "lang", "text"};

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup library;
  private final MethodHandle articleInit, add, verdictJson, verdictShare, verdictFree, stringFree, errorMessage, errorFree, indexClose;
  private final MemorySegment index;

  public NativeCrawler(Path sharedLibrary, String directory) {
    library = SymbolLookup.libraryLookup(sharedLibrary, Arena.global());
    MethodHandle indexOpen = function("reprise_index_open", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    articleInit = function("reprise_article_init", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    add = function("reprise_index_add", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    verdictJson = function("reprise_verdict_json", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    verdictShare = function("reprise_verdict_original_share", FunctionDescriptor.of(JAVA_DOUBLE, ADDRESS));
    verdictFree = function("reprise_verdict_free", FunctionDescriptor.ofVoid(ADDRESS));
    stringFree = function("reprise_string_free", FunctionDescriptor.ofVoid(ADDRESS));
    errorMessage = function("reprise_error_message", FunctionDescriptor.of(ADDRESS, ADDRESS));
    errorFree = function("reprise_error_free", FunctionDescriptor.ofVoid(ADDRESS));
    indexClose = function("reprise_index_close", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment opened = arena.allocate(ADDRESS), error = arena.allocate(ADDRESS);
      check((int) indexOpen.invokeExact(arena.allocateFrom(directory), MemorySegment.NULL, opened, error), error);
      index = opened.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  public record Verdict(double originalShare, String json) {}

  /** Stores an article, its fields by name, and answers what it repeats. An article that is not taken is an IllegalArgumentException. */
  public Verdict add(Map<String, String> article) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment given = arena.allocate(ARTICLE_BYTES, 8), verdict = arena.allocate(ADDRESS), error = arena.allocate(ADDRESS);
      articleInit.invokeExact(given, ARTICLE_BYTES);
      for (int i = 0; i < FIELDS.length; ++i) {
        byte[] bytes = article.getOrDefault(FIELDS[i], "").getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) continue;
        given.set(ADDRESS, 8 + i * VIEW_BYTES, arena.allocateFrom(JAVA_BYTE, bytes));
        given.set(JAVA_LONG, 16 + i * VIEW_BYTES, bytes.length);
      }
      check((int) add.invokeExact(index, given, verdict, error), error);
      MemorySegment handle = verdict.get(ADDRESS, 0);
      try {
        MemorySegment json = arena.allocate(VIEW_BYTES, 8);  // reprise_string: pointer, size
        check((int) verdictJson.invokeExact(handle, json, error), error);
        byte[] bytes = json.get(ADDRESS, 0).reinterpret(json.get(JAVA_LONG, 8)).toArray(JAVA_BYTE);
        stringFree.invokeExact(json);
        return new Verdict((double) verdictShare.invokeExact(handle), new String(bytes, StandardCharsets.UTF_8));
      } finally {
        verdictFree.invokeExact(handle);
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  @Override
  public void close() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(ADDRESS);
      check((int) indexClose.invokeExact(index, error), error);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private MethodHandle function(String name, FunctionDescriptor shape) {
    return linker.downcallHandle(library.find(name).orElseThrow(), shape);
  }

  /** Codes 1 (bad_argument), 4 (bad_input) and 5 (exists) are the article's fault; others are the index's or the disk's. */
  private void check(int code, MemorySegment error) throws Throwable {
    if (code == 0) return;
    MemorySegment handle = error.get(ADDRESS, 0);
    String message = ((MemorySegment) errorMessage.invokeExact(handle)).reinterpret(Long.MAX_VALUE).getString(0);
    errorFree.invokeExact(handle);
    throw code == 1 || code == 4 || code == 5 ? new IllegalArgumentException(message) : new IllegalStateException(message);
  }

  private static RuntimeException rethrown(Throwable e) {
    if (e instanceof Error error) throw error;
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /** Usage: java --enable-native-access=ALL-UNNAMED NativeCrawler.java LIBRARY DIR */
  public static void main(String[] arguments) {
    String text = "The ferry to the island will not sail before Monday, the harbour office said, because a cable lies across the channel and"
        + " divers have to cut it in daylight.\n\n\"We have asked the navy for its barge, and until it comes nobody will pass,\" the harbour master"
        + " told reporters – she had spent the night aboard a pilot boat. Bread and medicine are flown over by the coast guard, which makes four"
        + " journeys a day, while forty lorries loaded with fruit wait on the quay and their drivers play cards in the customs hall.";
    try (NativeCrawler reprise = new NativeCrawler(Path.of(arguments[0]).toAbsolutePath(), arguments[1])) {
      System.out.println(reprise.add(Map.of("id", "t-1", "outlet", "TASS", "published", "2024-02-01T08:00:00Z", "text", text)).originalShare());
      Verdict copy = reprise.add(Map.of("id", "f-1", "outlet", "Fars", "published", "2024-02-01T11:30:00Z", "text", text));
      System.out.println(copy.originalShare());
      System.out.println(copy.json());
      try {
        reprise.add(Map.of("id", "f-1", "text", text));
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
