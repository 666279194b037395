/** The content of the API reference. */
export interface ReferenceView {
  readonly origin: string;
  readonly introduction: readonly (readonly TextPart[])[];
  readonly groups: readonly ReferenceGroupView[];
  readonly schemas: readonly {
    readonly name: string;
    readonly description: readonly TextPart[];
    /** Empty for an object. */
    readonly type: readonly TypePart[];
    readonly members: readonly MemberView[];
  }[];
}

export interface ReferenceGroupView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly operations: readonly ReferenceOperationView[];
}

export interface ReferenceOperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Paths that do the same. */
  readonly otherPaths: readonly string[];
  readonly summary: string;
  readonly description: readonly TextPart[];
  readonly credentials: string;
  /** Whether a page at the same path has a form for it. */
  readonly hasForm: boolean;
  readonly parameters: readonly MemberView[];
  readonly mediaTypes: readonly string[];
  /** Members of the body. */
  readonly members: readonly MemberView[];
  /** A command. */
  readonly example: string;
  readonly responses: readonly ReferenceResponseView[];
}

export interface ReferenceResponseView {
  readonly status: string;
  readonly description: readonly TextPart[];
  /** Problem codes, which have pages of their own. */
  readonly problems: readonly string[];
  readonly contents: readonly {
    readonly type: string;
    readonly schema: readonly TypePart[];
    readonly description: readonly TextPart[];
  }[];
}

/** A parameter of a request or a member of an object. */
export interface MemberView {
  readonly name: string;
  readonly type: readonly TypePart[];
  readonly isRequired: boolean;
  readonly description: readonly TextPart[];
  /** Bounds in words; may be empty. */
  readonly limits: string;
  /** As JSON. */
  readonly examples: readonly string[];
}

/** A part of the name of a type; schemas are described on the same page. */
export interface TypePart {
  readonly text: string;
  readonly isSchema: boolean;
}

/** A part of a text. */
export interface TextPart {
  readonly text: string;
  readonly isCode: boolean;
}
