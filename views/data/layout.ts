/** Data shared by all pages. */
export interface Layout {
  readonly title: string;
  /** Path of the page, highlighted in the navigation. */
  readonly path: string;
  readonly username: string | undefined;
  /** Whether the user administers the service. */
  readonly isAdmin: boolean;
  /** Menus of operations. */
  readonly groups: readonly {
    readonly name: string;
    readonly operations: readonly OperationLink[];
  }[];
  readonly signup: boolean;
  /** Where to go after signing in; empty for the home page. */
  readonly returnTo: string;
  readonly version: string;
  /** Path of the folder of style sheets and scripts. */
  readonly assets: string;
}

export interface OperationLink {
  readonly path: string;
  readonly title: string;
  readonly notation: string;
  readonly description: string;
}
