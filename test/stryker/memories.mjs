/**
 * What modules remember by text from one test to the next, so that a mutant neither finds what was worked out before it nor
 * leaves behind what it worked out: the Maps that they make while they are loaded.
 */
export class Memories {
  maps = [];
  kept = [];

  /** Notes the Maps that are made meanwhile. */
  watch(load) {
    const { maps } = this;
    maps.length = 0;
    const Original = globalThis.Map;
    globalThis.Map = class extends Original {
      constructor(...entries) {
        super(...entries);
        maps.push(this);
      }
    };
    try {
      return load();
    } finally {
      globalThis.Map = Original;
    }
  }

  /** What they hold now is what they hold before each mutant. */
  keep() {
    this.kept = this.maps.map((map) => [...map]);
  }

  restore() {
    for (const [index, map] of this.maps.entries()) {
      map.clear();
      for (const [key, value] of this.kept[index] ?? []) map.set(key, value);
    }
  }
}
