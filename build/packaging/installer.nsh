; Always for the person who installs it: no page asks, no administrator is needed.
!macro customInstallMode
  StrCpy $isForceCurrentInstall "1"
!macroend
